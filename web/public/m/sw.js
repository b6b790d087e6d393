// Opens the phone app without a network: keeps its page and the files that the page names. Answers of the API are never kept
// here: what of them may be read without a network, the app keeps itself, with its time.
const shell = 'changping-shell'
const page = '/m/'

/** The files that a page names, and those that its scripts name in turn. */
async function filesOf(html) {
  const found = new Set(html.match(/\/(?:assets\/[\w.-]+|icon\.svg|m\/manifest\.webmanifest)/g) ?? [])
  return [...found]
}

/** Fetches the page; where it is a new one, fetches all its files before it takes the place of the old. True: it is new. */
async function renew() {
  const response = await fetch(page, { cache: 'no-cache', credentials: 'same-origin' })
  if (!response.ok || !(response.headers.get('Content-Type') ?? '').startsWith('text/html')) return false
  const html = await response.clone().text()
  const cache = await caches.open(shell)
  const before = await cache.match(page)
  if (before && (await before.text()) === html) return false
  const files = await filesOf(html)
  await Promise.all(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)))
  await cache.put(page, response)
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname
    if (path !== page && !files.includes(path)) await cache.delete(request)
  }
  return before !== undefined
}

self.addEventListener('install', (event) => event.waitUntil(renew().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

async function tellOfUpdate() {
  if (!(await renew())) return
  for (const client of await self.clients.matchAll()) client.postMessage('changping-updated')
}

async function open(event) {
  const kept = await caches.match(page, { cacheName: shell })
  if (!kept) return fetch(event.request)
  event.waitUntil(tellOfUpdate().catch(() => undefined))
  return kept
}

async function file(request) {
  return (await caches.match(request, { cacheName: shell })) ?? fetch(request)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(open(event))
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/icon.svg' || url.pathname === '/m/manifest.webmanifest') event.respondWith(file(request))
})
