// Which test files a runtime is to load: those without a line `// only on WHERE: reason`, and those whose
// WHERE it is in.

import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filesBelow, root } from '../lib/workspace.ts'
import { appliesTo, type Runtime, type Where } from './where.ts'

const LINE = /^\/\/ only on (\w+): \S/m

/** Where the file says that it applies; undefined if everywhere. */
export function whereInFile(file: string): Where | undefined {
  return LINE.exec(readFileSync(file, 'utf8'))?.[1] as Where | undefined
}

/** The test files of a package that do not apply to `runtime`, seen from the package. */
export function filesElsewhere(id: string, runtime: Runtime): string[] {
  const dir = join(root, 'packages', id)
  return filesBelow(join(dir, 'test'), '.test.ts')
    .filter((file) => {
      const where = whereInFile(file)
      return where !== undefined && !appliesTo(where, runtime)
    })
    .map((file) => relative(dir, file))
}
