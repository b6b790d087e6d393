// Joins the schema files of the API into one and derives the types of shared/graphql/schema.d.ts from it.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'

const folder = new URL('../../graph/schema/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.graphql')).sort()
const joined = new URL('./schema.graphql', import.meta.url)
writeFileSync(joined, files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n'))
execFileSync('npx', ['gql.tada', 'generate-output'], { cwd: new URL('..', import.meta.url), stdio: ['ignore', 'ignore', 'inherit'] })
