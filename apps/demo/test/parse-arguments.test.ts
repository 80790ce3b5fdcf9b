import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseArguments } from '../src/cli/parse-arguments.ts'
import { UsageError } from '../src/cli/usage-error.ts'

describe('parseArguments', () => {
  it('checks the bundled site, with a timeout to suit it, when there is nothing to go by', () => {
    expect(parseArguments([])).toEqual({
      starts: [],
      depth: Number.POSITIVE_INFINITY,
      concurrency: 32,
      perHost: 8,
      timeout: 4000,
      retries: 2,
      rate: Number.POSITIVE_INFINITY,
      robots: true,
      headers: [],
      userAgent: undefined,
      insecure: false,
      accept: [],
      maxPages: Number.POSITIVE_INFINITY,
      cache: undefined,
      cacheAge: 86_400_000,
      redis: undefined,
      workers: 4,
      listen: undefined,
      serve: undefined,
      report: undefined,
      junit: undefined,
      state: undefined,
      stateEvery: 30_000,
      include: [],
      exclude: [],
      json: false,
      console: false,
      help: false,
    })
  })

  it('understands every option, before and after the URL', () => {
    const argv =
      '--depth 0 --concurrency=4 http://site.test/a?b#c --per-host 2 --timeout 500 --retries 0 --json --rate 3 ' +
      '--ignore-robots --listen 0 --report r.html --junit j.xml --state s.json --state-every 5 --include a.b --include ^x --exclude=y ' +
      '--header X-One:1 --user-agent me/1 --insecure --accept 403,500-599 --accept 429 --max-pages 7 --cache c --cache-age 2 --redis redis://127.0.0.1:7000 --workers 3 --console https://second.test'
    const more = ['--header', 'Authorization: Basic Zm9v']
    expect(parseArguments([...argv.split(' '), ...more])).toEqual({
      starts: ['http://site.test/a?b', 'https://second.test/'],
      depth: 0,
      concurrency: 4,
      perHost: 2,
      timeout: 500,
      retries: 0,
      rate: 3,
      robots: false,
      headers: [
        ['x-one', '1'],
        ['authorization', 'Basic Zm9v'],
      ],
      userAgent: 'me/1',
      insecure: true,
      accept: [
        [403, 403],
        [500, 599],
        [429, 429],
      ],
      maxPages: 7,
      cache: 'c',
      cacheAge: 7_200_000,
      redis: 'redis://127.0.0.1:7000',
      workers: 3,
      console: true,
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

  it('takes files, and standard input, as addresses of files', () => {
    const folder = pathToFileURL(`${process.cwd()}/`).href
    expect(parseArguments(['package.json', '-', './package.json', 'README.md']).starts).toEqual([
      `${folder}package.json`,
      `${folder}(standard%20input)`,
      `${folder}README.md`,
    ])
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
    ['--workers 2', '--workers needs --redis: the address through which the processes work together'],
    ['--redis', '--redis needs a value: an address such as redis://127.0.0.1:6379'],
    ['--redis localhost', '--redis must be an address such as redis://127.0.0.1:6379, got "localhost"'],
    [
      '--redis redis://:secret@127.0.0.1',
      '--redis must have no password, which others could read: set REDIS_PASSWORD',
    ],
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
    ['--header', '--header needs a header: "Name: value"'],
    ['--header novalue', '--header needs a header: "Name: value", got "novalue"'],
    ['--header ü:x', '--header needs a header: "Name: value", got "ü:x"'],
    ['--user-agent', '--user-agent needs a value: a text'],
    ['--user-agent=', '--user-agent needs a value: a text'],
    ['--accept', '--accept needs statuses from 400 to 599, such as 403 or 403,500-599'],
    ['--accept 200', '--accept needs statuses from 400 to 599, such as 403 or 403,500-599, got "200"'],
    [
      '--accept 500-400',
      '--accept needs statuses from 400 to 599, such as 403 or 403,500-599, got "500-400"',
    ],
    ['--accept 403,', '--accept needs statuses from 400 to 599, such as 403 or 403,500-599, got "403,"'],
    ['--max-pages 0', '--max-pages must be a whole number from 1 to 1000000000, got "0"'],
    ['--cache', '--cache needs a value: the name of a file'],
    ['--cache-age 5', '--cache-age needs --cache: the name of the file to remember answers in'],
    ['--insecure=yes', '--insecure takes no value, got "yes"'],
    ['package.json --state s', '--state needs URLs only: files are read anew at every run'],
    ['- --state s', '--state needs URLs only: files are read anew at every run'],
    ['apps', '"apps" is a folder: name the files in it, such as "apps/*.md"'],
    ['no/such.md', 'neither a valid URL nor a file: "no/such.md"'],
    ['package.json/x', '"package.json/x" cannot be read: a part of its path is a file'],
    ['site.test', 'neither a valid URL nor a file: "site.test"; did you mean https://site.test?'],
    ['http://', 'neither a valid URL nor a file: "http://"'],
    ['http://[harbour/', 'neither a valid URL nor a file: "http://[harbour/"'],
    ['ftp://site.test/', 'expected an http or https URL, or a file, got "ftp://site.test/"'],
    [
      'localhost:8080',
      'expected an http or https URL, or a file, got "localhost:8080"; did you mean http://localhost:8080?',
    ],
    ['some words', 'neither a valid URL nor a file: "some"'],
  ])('refuses %j: %s', (line, message) => {
    expect(() => parseArguments(line.split(' '))).toThrow(new UsageError(message))
  })

  it('says everything on one line, whatever was typed', () => {
    expect(() => parseArguments(['one\ntwo'])).toThrow('neither a valid URL nor a file: "one\\ntwo"')
  })
})
