import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkWritable } from '../src/cli/files.ts'
import { writeWhole } from '../src/store/draft.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A named pipe, and its end to read from. */
function pipeAt(path: string): { read(): string } & Disposable {
  execFileSync('mkfifo', [path])
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return {
    read: () => {
      const bytes = Buffer.alloc(1000)
      return bytes.subarray(0, readSync(file, bytes)).toString()
    },
    [Symbol.dispose]: () => closeSync(file),
  }
}

describe('what is written to', () => {
  it('a symbolic link goes to the file it leads to, and the link stays', () => {
    using folder = temporaryFolder()
    const [file, link, second] = ['file', 'link', 'second'].map((name) => join(folder.path, name))
    writeFileSync(file!, 'old')
    symlinkSync('file', link!)
    symlinkSync(link!, second!)
    checkWritable('--report', second!)
    writeWhole(second!, ['new'])
    expect([readlinkSync(second!), readlinkSync(link!)]).toEqual([link, 'file'])
    expect([lstatSync(file!).isFile(), readFileSync(file!, 'utf8')]).toEqual([true, 'new'])
    expect(readdirSync(folder.path).sort()).toEqual(['file', 'link', 'second'])
  })

  it('a link that leads to nothing makes the file it leads to', () => {
    using folder = temporaryFolder()
    const link = join(folder.path, 'link')
    symlinkSync('not-yet', link)
    checkWritable('--report', link)
    writeWhole(link, ['new'])
    expect([readlinkSync(link), readFileSync(join(folder.path, 'not-yet'), 'utf8')]).toEqual([
      'not-yet',
      'new',
    ])
  })

  it('links that lead to one another is refused', () => {
    using folder = temporaryFolder()
    const [one, other] = ['one', 'other'].map((name) => join(folder.path, name))
    symlinkSync('other', one!)
    symlinkSync('one', other!)
    const why = `${JSON.stringify(one)} cannot be written: its symbolic links lead to one another`
    expect(() => checkWritable('--report', one!)).toThrow(`--report ${why}`)
    expect(() => writeWhole(one!, ['new'])).toThrow(why)
  })

  it('a named pipe goes to its reader, and the pipe stays', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'pipe')
    using pipe = pipeAt(path)
    checkWritable('--report', path)
    writeWhole(path, ['to the ', 'reader'])
    expect([pipe.read(), lstatSync(path).isFIFO(), readdirSync(folder.path)]).toEqual([
      'to the reader',
      true,
      ['pipe'],
    ])
  })

  it('a named pipe that nothing reads from is refused, not waited for', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'pipe')
    pipeAt(path)[Symbol.dispose]()
    expect(() => writeWhole(path, ['x'])).toThrow(
      `${JSON.stringify(path)} cannot be written: nothing reads from it`,
    )
    expect(lstatSync(path).isFIFO()).toBe(true)
  })

  it('a link to a device goes to the device, which stays one', () => {
    using folder = temporaryFolder()
    for (const [name, device] of [
      ['null', '/dev/null'],
      ['full', '/dev/full'],
    ] as const) {
      const link = join(folder.path, name)
      symlinkSync(device, link)
      checkWritable('--junit', link)
      const write = () => writeWhole(link, ['x'])
      if (name === 'null') write()
      else expect(write).toThrow(`${JSON.stringify(link)} cannot be written: the disk is full`)
      expect([readlinkSync(link), statSync(link).isCharacterDevice()]).toEqual([device, true])
    }
  })

  it('a pipe, a device or a folder is refused as a state, which has to be read again', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'pipe')
    pipeAt(path)[Symbol.dispose]()
    for (const state of [path, '/dev/null']) {
      expect(() => checkWritable('--state', state)).toThrow(
        `--state ${JSON.stringify(state)} cannot be written: it is no regular file, so it could not be read again`,
      )
    }
  })

  it('a file keeps its permissions', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'file')
    writeFileSync(path, 'old')
    chmodSync(path, 0o600)
    writeWhole(path, ['new'])
    expect([statSync(path).mode & 0o777, readFileSync(path, 'utf8')]).toEqual([0o600, 'new'])
  })
})
