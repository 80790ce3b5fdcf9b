// Two programs of a section stand side by side.

import { expect, test } from 'vitest'
import { type PageToken, showsPairs, sideBySide } from '../src/pairs.ts'

const token = (type: string, content = '', level = 0): PageToken => ({ type, tag: '', level, content })
const paragraph = (text: string): PageToken[] => [
  token('paragraph_open'),
  token('inline', text, 1),
  token('paragraph_close'),
]
const heading = [token('heading_open'), token('inline', 'A limit', 1), token('heading_close')]

/** What stands on the page, in order. */
function laidOut(tokens: PageToken[]): string[] {
  sideBySide(tokens, (html) => token('html_block', html))
  return tokens.map(({ content }) => content).filter((content) => content !== '')
}

test('each with the text before it', () => {
  const page = [
    ...heading,
    ...paragraph('what it is about'),
    ...paragraph('theirs:'),
    token('fence', 'theirs'),
    ...paragraph('ours:'),
    token('fence', 'ours'),
    ...paragraph('after'),
  ]
  expect(laidOut(page)).toEqual([
    'A limit',
    'what it is about',
    '<div class="beside pair"><div>',
    'theirs:',
    'theirs',
    '</div><div>',
    'ours:',
    'ours',
    '</div></div>',
    'after',
  ])
})

test('two sections have a pair each, and a section with three blocks stays as it is', () => {
  const pair = [...heading, token('fence', 'theirs'), token('fence', 'ours')]
  const three = [...heading, token('fence', 'a'), token('fence', 'b'), token('fence', 'c')]
  const found = laidOut([...pair, ...three, ...pair])
  expect(found.filter((content) => content === '</div></div>').length).toBe(2)
  expect(found.slice(6, 10)).toEqual(['A limit', 'a', 'b', 'c'])
})

test('a block inside of a list is no program of its own', () => {
  const page = [...heading, token('fence', 'a', 2), token('fence', 'b')]
  expect(laidOut(page)).toEqual(['A limit', 'a', 'b'])
})

test('the pages that compare are those that say where people come from', () => {
  expect(['coming-from/go', 'guide/from-trio', 'guide/bundlers', 'tutorial/1-x'].map(showsPairs)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
