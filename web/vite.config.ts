import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Two pages from one build: the console at / and the phone app at /m/.
export default defineConfig({
  plugins: [react()],
  build: {
    target: ['chrome94', 'safari15.4'],
    outDir: 'dist',
    emptyOutDir: true,
    rollupOptions: { input: { console: 'index.html', field: 'm/index.html' } },
  },
  server: { proxy: Object.fromEntries(['/graphql', '/auth', '/schema.graphql'].map((path) => [path, 'http://127.0.0.1:8080'])) },
  test: { include: ['shared/**/*.test.{ts,tsx}', 'console/**/*.test.{ts,tsx}', 'field/**/*.test.{ts,tsx}', 'build/**/*.test.ts'] },
})
