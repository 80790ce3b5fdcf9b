import { describe, expect, it } from 'vitest'
import { parseArguments } from '../src/cli/parse-arguments.ts'
import { UsageError } from '../src/cli/usage-error.ts'

describe('parseArguments', () => {
  it('checks the bundled site, with a timeout to suit it, when there is nothing to go by', () => {
    expect(parseArguments([])).toEqual({
      url: undefined,
      depth: Number.POSITIVE_INFINITY,
      concurrency: 32,
      perHost: 8,
      timeout: 4000,
      retries: 2,
      rate: Number.POSITIVE_INFINITY,
      robots: true,
      listen: undefined,
      serve: undefined,
      report: undefined,
      junit: undefined,
      state: undefined,
      stateEvery: 30_000,
      include: [],
      exclude: [],
      json: false,
      help: false,
    })
  })

  it('understands every option, before and after the URL', () => {
    const argv =
      '--depth 0 --concurrency=4 http://site.test/a?b#c --per-host 2 --timeout 500 --retries 0 --json --rate 3 ' +
      '--ignore-robots --listen 0 --report r.html --junit j.xml --state s.json --state-every 5 --include a.b --include ^x --exclude=y'
    expect(parseArguments(argv.split(' '))).toEqual({
      url: 'http://site.test/a?b',
      depth: 0,
      concurrency: 4,
      perHost: 2,
      timeout: 500,
      retries: 0,
      rate: 3,
      robots: false,
      listen: 0,
      serve: undefined,
      report: 'r.html',
      junit: 'j.xml',
      state: 's.json',
      stateEvery: 5000,
      include: [/a.b/u, /^x/u],
      exclude: [/y/u],
      json: true,
      help: false,
    })
  })

  it('gives a site of the user more time', () => {
    expect(parseArguments(['http://site.test']).timeout).toBe(10_000)
  })

  it('helps on -h and on --help', () => {
    expect([parseArguments(['-h']).help, parseArguments(['--help']).help]).toEqual([true, true])
  })

  it.each([
    ['--colour', 'unknown option --colour'],
    ['-x', 'unknown option -x'],
    ['--depth', '--depth needs a value: a whole number from 0 to 1000000'],
    ['--depth -1', '--depth must be a whole number from 0 to 1000000, got "-1"'],
    ['--depth=', '--depth must be a whole number from 0 to 1000000, got ""'],
    ['--depth 1.5', '--depth must be a whole number from 0 to 1000000, got "1.5"'],
    ['--concurrency 0', '--concurrency must be a whole number from 1 to 1000, got "0"'],
    ['--concurrency many', '--concurrency must be a whole number from 1 to 1000, got "many"'],
    ['--per-host 0', '--per-host must be a whole number from 1 to 1000, got "0"'],
    ['--timeout 0', '--timeout must be a whole number from 1 to 2147483647, got "0"'],
    ['--timeout 1e3', '--timeout must be a whole number from 1 to 2147483647, got "1e3"'],
    ['--timeout 99999999999', '--timeout must be a whole number from 1 to 2147483647, got "99999999999"'],
    ['--retries 21', '--retries must be a whole number from 0 to 20, got "21"'],
    ['--retries --json', '--retries must be a whole number from 0 to 20, got "--json"'],
    ['--rate 0', '--rate must be a whole number from 1 to 100000, got "0"'],
    ['--listen 65536', '--listen must be a whole number from 0 to 65535, got "65536"'],
    ['--listen', '--listen needs a value: a whole number from 0 to 65535'],
    ['--serve 1e4', '--serve must be a whole number from 0 to 65535, got "1e4"'],
    ['--serve 80 http://a.test', '--serve takes no URL, as it serves the bundled site; got "http://a.test/"'],
    ['--include', '--include needs a value: a regular expression to match addresses with'],
    ['--exclude [', '--exclude must be a regular expression, got "["'],
    ['--report', '--report needs a value: the name of a file'],
    ['--junit=', '--junit needs a value: the name of a file'],
    ['--state --json', '--state needs the name of a file, got "--json"'],
    ['--state s.json', '--state needs a URL: the bundled site is a new one at every run'],
    ['--state-every 9', '--state-every needs --state: the name of the file to save to'],
    ['--state-every 0', '--state-every must be a whole number from 1 to 86400, got "0"'],
    ['--state-every', '--state-every needs a value: a whole number from 1 to 86400'],
    ['--report a.xml --junit ./a.xml', '--report and --junit name the same file: "./a.xml"'],
    ['--ignore-robots=no', '--ignore-robots takes no value, got "no"'],
    ['--config nowhere.json', '--config "nowhere.json" cannot be read: there is no such file or folder'],
    ['--json=yes', '--json takes no value, got "yes"'],
    ['http://a.test http://b.test', 'expected one URL, got a second one: "http://b.test"'],
    ['site.test', 'not a valid URL: "site.test"; did you mean https://site.test?'],
    ['http://', 'not a valid URL: "http://"'],
    ['http://[harbour/', 'not a valid URL: "http://[harbour/"'],
    ['ftp://site.test/', 'expected an http or https URL, got "ftp://site.test/"'],
    [
      'localhost:8080',
      'expected an http or https URL, got "localhost:8080"; did you mean http://localhost:8080?',
    ],
    ['some words', 'not a valid URL: "some"'],
  ])('refuses %j: %s', (line, message) => {
    expect(() => parseArguments(line.split(' '))).toThrow(new UsageError(message))
  })

  it('says everything on one line, whatever was typed', () => {
    expect(() => parseArguments(['one\ntwo'])).toThrow('not a valid URL: "one\\ntwo"')
  })
})
