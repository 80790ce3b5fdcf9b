import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, packages, root, shown } from '../lib/workspace.ts'
import { whereInFile } from '../runtimes/only-in-file.ts'
import { allPackages, onlyPackages, packagesFor } from '../runtimes/only-packages.ts'
import { countsIn, readResults, slowFiles, table, tableInReadme } from '../runtimes/results.ts'
import { runtimes } from '../runtimes/tested.ts'
import { appliesTo } from '../runtimes/where.ts'

test('the table of the README is what the last runs found', () => {
  expect(tableInReadme()).toBe(table(readResults()))
})

test('every runtime in it has been run with all its packages, and passes what applies to it', () => {
  const results = readResults()
  for (const { name, packages } of runtimes.filter(({ name }) => results[name] !== undefined)) {
    const found = results[name]?.packages ?? {}
    expect([name, Object.keys(found).sort()]).toEqual([name, [...packages].sort()])
    expect([name, Object.values(found).reduce((sum, { failed }) => sum + failed, 0)]).toEqual([name, 0])
  }
})

test('a package that is not for every runtime is one of this repository, and has a reason', () => {
  const ids = allPackages()
  for (const [id, { where, reason }] of Object.entries(onlyPackages))
    expect([id, ids.includes(id), appliesTo(where, 'node'), reason !== '']).toEqual([id, true, true, true])
  expect(packagesFor('node')).toEqual(ids)
})

test('a file that applies to some runtimes only says so in words that are known, with a reason', () => {
  for (const file of packages().flatMap(({ dir }) => filesBelow(join(dir, 'test'), '.test.ts'))) {
    const where = whereInFile(file)
    if (where !== undefined) expect([shown(file), appliesTo(where, 'node')]).toEqual([shown(file), true])
    else
      expect([shown(file), /^\/\/ only on/m.test(readFileSync(file, 'utf8'))]).toEqual([shown(file), false])
  }
})

test('a run is counted by package; a file that could not be loaded failed, and a run that broke down has nothing', () => {
  const dir = mkdtempSync(join(tmpdir(), 'acoro-report-'))
  const report = join(dir, 'report.json')
  const file = (name: string, status: string, seconds: number, ...statuses: string[]) => ({
    name: join(root, 'packages', name),
    status,
    startTime: 1000,
    endTime: 1000 + 1000 * seconds,
    assertionResults: statuses.map((status) => ({ status, fullName: 'it' })),
  })
  const testResults = [
    file('core/test/a.test.ts', 'passed', 12, 'passed', 'passed', 'skipped'),
    file('core/test/b.test.ts', 'failed', 30, 'failed'),
    file('sync/test/c.test.ts', 'failed', 1),
  ]
  writeFileSync(report, JSON.stringify({ testResults }))
  expect(countsIn(report)).toEqual({
    core: { passed: 2, failed: 1, skipped: 1 },
    sync: { passed: 0, failed: 1, skipped: 0 },
  })
  expect(slowFiles(report)).toEqual([
    '  30 s  packages/core/test/b.test.ts',
    '  12 s  packages/core/test/a.test.ts',
  ])
  rmSync(dir, { recursive: true })
  expect([countsIn(report), slowFiles(report)]).toEqual([{}, []])
})
