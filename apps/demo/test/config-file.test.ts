import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseArguments } from '../src/cli/parse-arguments.ts'

const folder = mkdtempSync(join(tmpdir(), 'linkcheck-'))
const path = join(folder, 'linkcheck.json')
afterAll(() => rmSync(folder, { recursive: true }))

function parseWith(config: unknown, ...argv: string[]) {
  writeFileSync(path, typeof config === 'string' ? config : JSON.stringify(config))
  return parseArguments(['--config', path, ...argv])
}

describe('--config', () => {
  it('gives the options by their names, and the URLs', () => {
    const config = {
      url: ['http://site.test', 'http://second.test'],
      header: ['a: 1', 'b: 2'],
      depth: 2,
      json: true,
      exclude: ['/old/', '\\.zip$'],
      'per-host': 3,
    }
    expect(parseWith(config)).toMatchObject({
      starts: ['http://site.test/', 'http://second.test/'],
      headers: [
        ['a', '1'],
        ['b', '2'],
      ],
      depth: 2,
      json: true,
      exclude: [/\/old\//u, /\.zip$/u],
      perHost: 3,
    })
  })

  it('leaves the last word to the command line', () => {
    const config = { url: 'http://site.test', depth: 2, exclude: 'a', json: false }
    expect(parseWith(config, 'http://other.test', '--depth', '5', '--exclude', 'b')).toMatchObject({
      starts: ['http://other.test/'],
      depth: 5,
      exclude: [/a/u, /b/u],
      json: false,
    })
  })

  it.each([
    ['{"depth": 1', 'it is not JSON'],
    ['[]', 'expected a JSON object of options'],
    [{ url: 1 }, '"url" must be a string, or a list of strings'],
    [{ depth: null }, '"depth" must be a string, a number, true, false, or a list of these'],
    [{ config: 'x' }, '"config" makes no sense there'],
  ])('refuses %j', (config, reason) => {
    expect(() => parseWith(config)).toThrow(`--config ${JSON.stringify(path)} is refused: ${reason}`)
  })

  it.each([
    [{ depth: -1 }, '--depth must be a whole number from 0 to 1000000, got "-1"'],
    [{ colour: true }, 'unknown option --colour'],
    [{ url: 'site.test' }, 'neither a valid URL nor a file: "site.test"; did you mean https://site.test?'],
  ])('checks %j as the command line is checked, and says where it stands', (config, message) => {
    expect(() => parseWith(config)).toThrow(`in ${path}: ${message}`)
  })
})
