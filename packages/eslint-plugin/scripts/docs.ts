// `pnpm --filter @acoro/eslint-plugin docs` writes what the pages of the rules and the README say that the
// code says as well.

import { readFileSync, writeFileSync } from 'node:fs'
import acoro, { type AcoroRule } from '@acoro/eslint-plugin'
import { pageOf } from '../../../scripts/lib/home.ts'

const own = new URL('../', import.meta.url)

/** A page by its path in the package, and its text as it has to be. */
export function pages(): { path: string; text: string }[] {
  const ids = Object.keys(acoro.rules)
  const ofRules = ids.map((id) => {
    const path = `docs/rules/${id}.md`
    return { path, text: replaced(read(path), headOf(acoro.rules[id] as AcoroRule)) }
  })
  return [...ofRules, { path: 'README.md', text: replaced(read('README.md'), tableOf(ids)) }]
}

export function read(path: string): string {
  return readFileSync(new URL(path, own), 'utf8')
}

function replaced(page: string, text: string): string {
  const generated = /<!-- begin generated -->[\s\S]*<!-- end generated -->/
  if (!generated.test(page))
    throw new Error('Expected the comments «begin generated» and «end generated» in the page')
  return page.replace(generated, `<!-- begin generated -->\n${text}\n<!-- end generated -->`)
}

function headOf({ meta }: AcoroRule): string {
  const does = [
    ...(meta.fixable ? ['It can be mended by `--fix`.'] : []),
    ...(meta.hasSuggestions ? ['It has suggestions for the editor.'] : []),
  ]
  return [`${meta.docs.description}.`, 'On in both configurations.', ...does].join(' ')
}

function tableOf(ids: string[]): string {
  const rows = ids.map((id) => {
    const { meta } = acoro.rules[id] as AcoroRule
    const does = [...(meta.fixable ? ['fix'] : []), ...(meta.hasSuggestions ? ['suggestions'] : [])]
    // A whole address: on npm the README stands alone.
    const page = pageOf(`packages/eslint-plugin/docs/rules/${id}.md`, false)
    return `| [\`${id}\`](${page}) | ${meta.docs.description} | ${does.join(', ')} |`
  })
  return ['| rule | | |', '|---|---|---|', ...rows].join('\n')
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const { path, text } of pages()) writeFileSync(new URL(path, own), text)
