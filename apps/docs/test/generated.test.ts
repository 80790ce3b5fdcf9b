// The pages that are made of other files.

import { expect, test } from 'vitest'
import { changeOf, changes, runtimes } from '../src/generated.ts'

test('a changeset is a heading, its packages and its text', () => {
  const text = "---\n'@acoro/core': minor\n'@acoro/sync': patch\n---\n\n`select` waits.\n\nMore of it.\n"
  expect(changeOf('any-race', text)).toBe('### Any race\n\n`core`, `sync`\n\n`select` waits.\n\nMore of it.')
})

test('a file that is no changeset is refused by its name', () => {
  expect(() => changeOf('notes', 'nothing')).toThrow('Expected a changeset in .changeset/notes.md')
})

test('the changes of this repository have a page', () => {
  expect(changes()).toMatch(/^# What is new\n\n.*\n\n## In the next release\n\n### /)
})

test('the runtimes are those of the README, table and reasons', () => {
  const page = runtimes('# x\n\n## Runtimes\n\nSome.\n\n| a |\n|---|\n\n- why\n\n## Further\n\nno\n')
  expect(page).toBe('# Runtimes\n\nSome.\n\n| a |\n|---|\n\n- why\n')
  expect(runtimes('## Runtimes\n\nlast')).toBe('# Runtimes\n\nlast\n')
  expect(runtimes()).toContain('| Chromium (')
  expect(() => runtimes('# none\n')).toThrow('Expected a section «## Runtimes» in README.md')
})
