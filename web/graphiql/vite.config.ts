import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The explorer is a build of its own, so that nothing of it reaches the pages that people work with.
export default defineConfig({
  root: import.meta.dirname,
  base: '/graphiql/',
  plugins: [react()],
  build: { target: 'es2022', outDir: '../dist/graphiql', emptyOutDir: true },
})
