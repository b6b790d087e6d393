// The explorer of the API, for people who write clients. It asks with the session cookie, as whoever is signed in; the schema is
// the text that the server serves, since its introspection tells less.
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import 'graphiql/style.css'
import { buildSchema } from 'graphql'
import { createRoot } from 'react-dom/client'
import './explorer.css'

const welcome = `# The API of changping. You ask as whoever is signed in at / in this browser.
# Every field says in the documentation (left) who may call it.
query WhoAmI {
  viewer {
    name
    permissions
  }
  about {
    districtZh
    today
  }
}
`

const root = createRoot(document.getElementById('root')!)
const answer = await fetch('/schema.graphql')
const schema = buildSchema(await answer.text())
root.render(<GraphiQL fetcher={createGraphiQLFetcher({ url: '/graphql' })} schema={schema} defaultQuery={welcome} isHeadersEditorEnabled={false} shouldPersistHeaders={false} />)
