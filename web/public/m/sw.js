// Opens the phone app without a network: keeps its page and the files that the page needs. Answers of the API are never kept
// here: what of them may be read without a network, the app keeps itself, with its time.
const shell = 'changping-shell'
const page = '/m/'
const named = /assets\/[\w.-]+\.(?:js|css)|\/icon\.svg|\/m\/manifest\.webmanifest/g

/** The files that a page needs: those that it names, and those that its scripts name in turn; fetched where they are missing. */
async function filesOf(cache, html) {
  const found = new Set()
  let texts = [html]
  while (texts.length > 0) {
    const names = texts.flatMap((text) => text.match(named) ?? []).map((name) => (name.startsWith('/') ? name : '/' + name))
    const fresh = [...new Set(names)].filter((name) => !found.has(name))
    texts = await Promise.all(
      fresh.map(async (name) => {
        found.add(name)
        if (!(await cache.match(name))) await cache.add(name)
        return name.endsWith('.js') ? (await cache.match(name)).text() : ''
      }),
    )
  }
  return found
}

/** Fetches the page; a new one takes the place of the old only when all its files are here. True: it is new. */
async function renew() {
  const response = await fetch(page, { cache: 'no-cache', credentials: 'same-origin' })
  if (!response.ok || !(response.headers.get('Content-Type') ?? '').startsWith('text/html')) return false
  const html = await response.clone().text()
  const cache = await caches.open(shell)
  const old = await cache.match(page)
  const before = old ? await old.text() : null
  if (before === html) return false
  const needed = await filesOf(cache, html)
  await cache.put(page, response)
  // The files of the page before stay for those who still have it open.
  const open = before === null ? new Set() : await filesOf(cache, before).catch(() => new Set())
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname
    if (path !== page && !needed.has(path) && !open.has(path)) await cache.delete(request)
  }
  return before !== null
}

async function renewAndTell() {
  if (!(await renew())) return
  for (const client of await self.clients.matchAll()) client.postMessage('changping-updated')
}

async function openPage(event) {
  const kept = await caches.match(page, { cacheName: shell })
  if (!kept) return fetch(event.request)
  event.waitUntil(renewAndTell().catch(() => undefined)) // no network: the page that is here will do
  return kept
}

self.addEventListener('install', (event) => event.waitUntil(renew().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(openPage(event))
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/icon.svg' || url.pathname === '/m/manifest.webmanifest')
    event.respondWith(caches.match(request, { cacheName: shell }).then((kept) => kept ?? fetch(request)))
})
