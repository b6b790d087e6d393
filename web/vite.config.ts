import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Two pages from one build: the console at / and the phone app at /m/.
export default defineConfig({
  plugins: [react()],
  build: {
    target: ['chrome94', 'safari15.4'],
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: {
      input: { console: 'index.html', field: 'm/index.html' },
      // What both pages use and the phone loads first is one piece: many small ones compress worse, and its first load is counted in bytes.
      output: { advancedChunks: { groups: [{ name: 'shared', test: /\/shared\/(scan\/(classify|gs1|useScan|wedge)|decimal|format|session|graphql\/(ask|graphql|refusal|requestKey)|i18n\/(refusals|terms|words|language|useTerm))\.ts$/ }] } },
    },
  },
  server: { proxy: Object.fromEntries(['/graphql', '/auth', '/schema.graphql'].map((path) => [path, 'http://127.0.0.1:8080'])) },
  test: { include: ['shared/**/*.test.{ts,tsx}', 'console/**/*.test.{ts,tsx}', 'field/**/*.test.{ts,tsx}', 'build/**/*.test.ts'] },
})
