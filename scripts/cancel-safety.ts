// `pnpm cancel-safety`: write docs/cancel-safety.md.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cancelSafetyPage } from '../packages/core/test/support/cancel-page.ts'

const page = join(import.meta.dirname, '../docs/cancel-safety.md')
writeFileSync(page, cancelSafetyPage())
console.log('Wrote docs/cancel-safety.md.')
