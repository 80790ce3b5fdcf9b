// The same tests on each runner. What is compared is the whole list: which passed, which failed, which did not run.

import { deepStrictEqual } from 'node:assert'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const COMMON = {
  'virtual: an hour': 'passed',
  'an hour': 'passed',
  'async, with the globals': 'passed',
  'fails: an error': 'failed',
  'fails: a leak': 'failed',
  'fails: its time limit': 'failed',
  'after the time limit': 'passed',
  skipped: 'skipped',
  'still to be written': 'skipped',
}
const EACH = { 'each 1': 'passed', 'each 2': 'passed' }
const FAILING = { 'expected to fail': 'passed' }
const CONCURRENT = { 'concurrent a': 'passed', 'concurrent b': 'passed' }

/** Prints what `program` prints; a test that fails is no failure here. */
function start(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { env: { ...process.env, ...env }, timeout: 240_000 },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error)
        else resolve({ stdout, stderr })
      },
    )
  })
}

const node = (args, env) => start(process.execPath, args, { NODE_NO_WARNINGS: '1', ...env })

function compare(got, expected, { stdout, stderr }) {
  try {
    deepStrictEqual(new Map(Object.entries(got).sort()), new Map(Object.entries(expected).sort()))
  } catch (error) {
    throw Object.assign(error, { stdout, stderr })
  }
}

const STATUS = { pending: 'skipped', todo: 'skipped' }

/** The report of Jest, which vitest writes, too. */
function ofReport(file) {
  const tests = JSON.parse(readFileSync(file, 'utf8')).testResults.flatMap((suite) => suite.assertionResults)
  return Object.fromEntries(tests.map(({ title, status }) => [title, STATUS[status] ?? status]))
}

/** JUnit's XML. */
function ofXml(file) {
  const cases = readFileSync(file, 'utf8').matchAll(/<testcase\s([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g)
  return Object.fromEntries(
    [...cases].map(([, attributes, , inside = '']) => [
      /name="([^"]*)"/.exec(attributes)[1],
      inside.includes('<failure') || inside.includes('<error')
        ? 'failed'
        : inside.includes('<skipped')
          ? 'skipped'
          : 'passed',
    ]),
  )
}

export const builds = {
  vitest: {
    build: async () => {
      const args = ['run', 'src/vitest.test.mjs', '--reporter=json', '--outputFile=vitest.json']
      const output = await node(['node_modules/vitest/vitest.mjs', ...args])
      compare(
        ofReport('vitest.json'),
        { ...COMMON, ...EACH, ...FAILING, ...CONCURRENT, 'a fixture': 'passed' },
        output,
      )
    },
  },
  'node:test': {
    build: async () => {
      const args = ['--test', '--test-reporter=junit', '--test-reporter-destination=node.xml']
      const output = await node([...args, 'src/node.test.mjs'])
      compare(ofXml('node.xml'), { ...COMMON, 'a context': 'passed' }, output)
    },
  },
  jest: {
    build: async () => {
      const config = { transform: {}, testMatch: ['**/jest.test.mjs'], rootDir: `${process.cwd()}/src` }
      writeFileSync('jest.config.json', JSON.stringify(config))
      const args = ['--ci', '--json', '--outputFile=jest.json', '--config=jest.config.json']
      const output = await node(['node_modules/jest/bin/jest.js', ...args], {
        NODE_OPTIONS: '--experimental-vm-modules',
      })
      compare(ofReport('jest.json'), { ...COMMON, ...EACH, ...FAILING, ...CONCURRENT }, output)
    },
  },
  mocha: {
    build: async () => {
      const args = ['node_modules/mocha/bin/mocha.js', '--reporter=json', 'src/mocha.test.mjs']
      const output = await node(args)
      const { passes, failures, pending } = JSON.parse(output.stdout)
      const list = (tests, status) => tests.map(({ title }) => [title, status])
      const got = [...list(passes, 'passed'), ...list(failures, 'failed'), ...list(pending, 'skipped')]
      compare(Object.fromEntries(got), { ...COMMON, 'a context': 'passed' }, output)
    },
  },
  bun: {
    build: async () => {
      const args = ['test', '--reporter=junit', '--reporter-outfile=bun.xml', './src/bun.test.mjs']
      const output = await start('node_modules/.bin/bun', args)
      compare(ofXml('bun.xml'), { ...COMMON, ...EACH, ...FAILING, ...CONCURRENT }, output)
    },
  },
}
