import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DiskError } from '../src/store/disk-error.ts'
import { Draft, writeWhole } from '../src/store/draft.ts'
import { readLines } from '../src/store/read-lines.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('a draft', () => {
  it('takes the place of the file when it is kept, with text and bytes in their order', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'file')
    writeFileSync(path, 'old')
    using draft = new Draft(path)
    const long = 'é'.repeat(100_000)
    for (const piece of ['a', new Uint8Array([98]), 'c', long, new Uint8Array(3_000_000).fill(100)])
      draft.write(piece)
    expect(readFileSync(path, 'utf8')).toBe('old')
    draft.keep()
    expect(readFileSync(path, 'utf8')).toBe(`abc${long}${'d'.repeat(3_000_000)}`)
  })

  it('is gone when it was not kept', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'file')
    writeFileSync(path, 'old')
    const fail = function* () {
      yield 'new'
      throw new Error('no more')
    }
    expect(() => writeWhole(path, fail())).toThrow('no more')
    expect([readdirSync(folder.path), readFileSync(path, 'utf8')]).toEqual([['file'], 'old'])
  })

  it('says what is wrong where it cannot be made, or cannot take its place', () => {
    using folder = temporaryFolder()
    const nowhere = join(folder.path, 'no', 'file')
    expect(() => writeWhole(nowhere, ['x'])).toThrow(
      new DiskError(`${JSON.stringify(nowhere)} cannot be written: there is no such file or folder`),
    )
    expect(() => writeWhole(folder.path, ['x'])).toThrow(
      new DiskError(`${JSON.stringify(folder.path)} cannot be written: it is a folder`),
    )
  })
})

describe('the lines of a file', () => {
  it('are what is between its line breaks, however long', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'file')
    const lines = ['', 'é'.repeat(50_000), 'short', 'x'.repeat(200_000), 'no line break at the end']
    writeFileSync(path, lines.join('\n'))
    expect([...readLines(path)]).toEqual(lines)
    writeFileSync(path, '')
    expect([...readLines(path)]).toEqual([])
  })
})
