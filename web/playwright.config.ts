import { defineConfig } from '@playwright/test'
import { existsSync } from 'node:fs'

const chromium = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const port = process.env['E2E_PORT'] ?? '18080'

// The real binary with a private PostgreSQL and the demonstration district, in a folder of its own; a real Chromium.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  timeout: 90_000,
  // A busy machine may be late once; what fails twice is wrong. A test that needed the second try is printed as flaky.
  retries: 1,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: {
    command: `rm -rf test-results/data && mkdir -p test-results && ../bin/changping serve --demo --listen 127.0.0.1:${port} --data-dir test-results/data`,
    url: `http://127.0.0.1:${port}/readyz`,
    env: { CHANGPING_DEMO_PASSWORD: 'demonstration-only' },
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: 'ignore',
    stderr: 'ignore',
  },
})
