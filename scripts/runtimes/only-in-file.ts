// Which test files a runtime is to load: those without a line `// only on WHERE: reason`, and those whose WHERE it is in.

import { readFileSync } from 'node:fs'
import type { Where } from './where.ts'

const LINE = /^\/\/ only on (\w+): \S/m

/** Where the file says that it applies; undefined if everywhere. */
export function whereInFile(file: string): Where | undefined {
  return LINE.exec(readFileSync(file, 'utf8'))?.[1] as Where | undefined
}
