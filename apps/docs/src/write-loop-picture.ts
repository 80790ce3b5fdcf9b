// `pnpm --filter @acoro/docs loop-picture`

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../scripts/lib/workspace.ts'
import { loopPicture } from './loop-picture.ts'

writeFileSync(join(root, 'docs/explanation/loop.svg'), loopPicture())
