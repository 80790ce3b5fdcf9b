// A program that grows from block to block, over the pages of a folder. A block that says ```ts file=sites.ts
// is that file from there on. When a block runs, the files that it imports are those which a reader has who
// followed the pages up to it.

import { dirname } from 'node:path'
import type { Example } from './extract.ts'

export interface Step {
  /** The file's name, without the ending. */
  name: string
  /** The files it imports, directly or not, as they are at this point. */
  imported: Map<string, string>
}

export class Steps {
  /** The files so far, by the folder of the pages. */
  readonly #files = new Map<string, Map<string, string>>()

  /** Takes a block in the order of the pages; undefined if it is no file. */
  add({ file, line, name, code }: Example): Step | undefined {
    if (name === undefined) return undefined
    const folder = dirname(file)
    const files = this.#files.get(folder) ?? new Map<string, string>()
    this.#files.set(folder, files)
    const imported = new Map<string, string>()
    const follow = (text: string, from: string): void => {
      for (const [, other = ''] of text.matchAll(/(?:from|import) '\.\/([^']+)'/g)) {
        if (imported.has(other) || other === name) continue
        const found = files.get(other)
        if (found === undefined)
          throw new Error(`${file}:${line}: ${from} imports ./${other}, which no block before it has made`)
        imported.set(other, `${found}\n`)
        follow(found, other)
      }
    }
    follow(code, name)
    files.set(name, code)
    return { name: name.replace(/\.ts$/, ''), imported }
  }
}
