// `pnpm conformance:docs`: write docs/conformance.md.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { conformancePage, page } from '../harness/page.ts'
import { root } from '../harness/program.ts'

writeFileSync(join(root, '..', page), conformancePage())
console.log(`Wrote ${page}.`)
