// Which test files a runtime is to load: those without a line `// only on WHERE: reason`, and those whose WHERE it is in.

import { readFileSync } from 'node:fs'

const LINE = /^\/\/ only on (\w+): \S/m

/** Where the file says that it applies; undefined if everywhere. */
export function whereInFile(file: string): string | undefined {
  return LINE.exec(readFileSync(file, 'utf8'))?.[1]
}
