// `pnpm forgotten`: write docs/forgotten-yield-star.md.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tablePage, tableRows } from '../packages/eslint-plugin/test/table/page.ts'

const page = join(import.meta.dirname, '../docs/forgotten-yield-star.md')
writeFileSync(page, tablePage(await tableRows()))
console.log('Wrote docs/forgotten-yield-star.md.')
