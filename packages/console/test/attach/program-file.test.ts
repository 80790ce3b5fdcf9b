import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDirectory } from '../../src/attach/directory.ts'
import { listPrograms, removeProgramFile, writeProgramFile } from '../../src/attach/program-file.ts'

let home: string
const content = { pid: process.pid, host: '127.0.0.1', port: 1, token: 't', title: 'app.js', since: 0 }

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'acoro-attach-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('the directory and the file are for their owner alone', () => {
  const directory = join(home, 'acoro')
  const path = writeProgramFile(directory, content)
  expect((statSync(directory).mode & 0o777).toString(8)).toBe('700')
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
  expect(listPrograms(directory)).toEqual([content])
  removeProgramFile(path, 'another token')
  expect(readdirSync(directory)).toEqual([`${process.pid}.json`])
  removeProgramFile(path, 't')
  expect(readdirSync(directory)).toEqual([])
})

test('a directory that others can open, and a link in its place, are refused', () => {
  const open = join(home, 'open')
  mkdirSync(open)
  chmodSync(open, 0o755)
  expect(() => openDirectory(open)).toThrow(/belong to this user alone, got the mode 755: chmod 700 it/)
  const link = join(home, 'link')
  symlinkSync(open, link)
  expect(() => openDirectory(link)).toThrow(
    /got a file or a link: remove it, or name another one in ACORO_CONSOLE_DIR/,
  )
})

test('files of processes that are gone are removed; foreign ones are left out', () => {
  const directory = join(home, 'acoro')
  openDirectory(directory)
  const gone = 2 ** 31 - 2
  writeFileSync(join(directory, `${gone}.json`), JSON.stringify({ ...content, pid: gone }), { mode: 0o600 })
  writeFileSync(join(directory, `${process.ppid}.json`), '{"pid":"no"}', { mode: 0o600 })
  expect(listPrograms(directory)).toEqual([])
  expect(readdirSync(directory)).toEqual([`${process.ppid}.json`])
})
