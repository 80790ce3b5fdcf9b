import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { page } from '../harness/page.ts'
import { root } from '../harness/program.ts'
import { rows } from '../rows.ts'

const ids = JSON.parse(readFileSync(join(root, 'row-ids.json'), 'utf8')) as string[]

test('the rows are those of row-ids.json, each once and in that order', () => {
  expect(rows.map(({ id }) => id)).toEqual(ids)
})

test('every row stands on the page, with a verdict and what holds it', () => {
  const lines = readFileSync(join(root, '..', page), 'utf8').split('\n')
  for (const id of ids) {
    const [line, ...more] = lines.filter((each) => each.startsWith(`| ${id} |`))
    expect(more, id).toEqual([])
    const [, , , verdict = '', proof = ''] = (line ?? '').split('|').map((cell) => cell.trim())
    expect(verdict, id).toMatch(/^(?:same|different on purpose|not there: .)/)
    expect(proof, id).not.toBe('')
  }
})
