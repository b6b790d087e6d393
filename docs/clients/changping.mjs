// A client of changping in one file, for Node 20 and later: sign in, ask, write. Copy it into your program.

export class Refused extends Error {
  constructor(errors) {
    super(errors.map((e) => `${e.code ?? e.extensions?.code}: ${e.message}`).join('; '))
    this.code = errors[0].code ?? errors[0].extensions?.code
    this.errors = errors
  }
}

/** Signs in at an address such as http://localhost:8080. */
export async function signIn(address, account, password) {
  const response = await fetch(`${address}/auth/sign-in`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ account, password }) })
  const answer = await response.json()
  if (!response.ok) throw new Refused([answer])
  return new Client(address, answer.token)
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

class Client {
  constructor(address, token) {
    this.address = address
    this.token = token
  }

  /** Runs a document. Waits where the bucket is empty (429) and tries again where the server is away (5xx), which is safe for writes too: they carry a request key. */
  async ask(query, variables = {}) {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${this.address}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json', Authorization: `Bearer ${this.token}` },
        body: JSON.stringify({ query, variables }),
      }).catch(() => undefined)
      if ((!response || response.status === 429 || response.status >= 500) && attempt < 5) {
        await pause(1000 * Number(response?.headers.get('Retry-After') ?? attempt))
        continue
      }
      if (!response) throw new Error('the server cannot be reached')
      const answer = await response.json()
      if (answer.errors) throw new Refused(answer.errors)
      return answer.data
    }
  }

  /** Runs one mutation with a request key that it makes once: sent again, it is answered again and not done again. */
  async write(name, input, selection) {
    const type = this.inputs?.[name] ?? `${name[0].toUpperCase()}${name.slice(1)}Input`
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} replayed userErrors { code message fields } } }`
    const data = await this.ask(query, { input: { requestKey: crypto.randomUUID(), ...input } })
    if (data[name].userErrors.length) throw new Refused(data[name].userErrors)
    return data[name]
  }

  /** All rows of a connection, page by page. The document takes $after and asks for pageInfo { hasNextPage endCursor }. */
  async *pages(query, field, variables = {}) {
    for (let after = null; ; ) {
      const page = (await this.ask(query, { ...variables, after }))[field]
      yield* page.nodes
      if (!page.pageInfo.hasNextPage) return
      after = page.pageInfo.endCursor
    }
  }
}
