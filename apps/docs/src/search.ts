// How the search of the site reads words and orders what it finds. VitePress writes these functions into its
// pages as text: each has to stand alone, without a name from outside of itself. The test of the queries uses
// the same.
//
// A word inside camelCase is found by itself, and so is the whole: `AbortSignal` is abortsignal, abort and
// signal; asyncio's `wait_for` is waitfor as well. Titles weigh far more than text: with VitePress' own
// weights long pages drown them.

import { routeAliases } from './aliases.ts'

interface Entry {
  id: string
  title: string
  titles: string[]
  text: string
}

/** The words of a text: as they are, joined, and in their parts. A name is taken whole. */
function tokenize(text: string, field?: string): string[] {
  const words: string[] = []
  for (const word of text.split(/[^\p{L}\p{N}_*@/-]+/u)) {
    const bare = word.replace(/^[-_/*@]+|[-_/]+$/g, '')
    if (bare === '') continue
    words.push(bare)
    if (field === 'name') continue
    const parts = bare
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .split(/[^\p{L}\p{N}*]+/u)
      .filter((part) => part.length > 1 || part === '*')
    if (parts.length > 1) words.push(parts.join(''), ...parts)
  }
  return words
}

/** Small words say nothing: without them «how to cancel a task» asks for cancel and task. */
function processTerm(term: string): string | null {
  const small = [
    'a',
    'an',
    'and',
    'the',
    'to',
    'of',
    'in',
    'is',
    'how',
    'do',
    'does',
    'what',
    'with',
    'for',
    'i',
    'my',
  ]
  const word = term.toLowerCase()
  return small.includes(word) ? null : word
}

/**
 * What most people use comes first: names of core before their other faces, functions before their options.
 */
function boostDocument(id: string): number {
  let boost = 1
  if (id.includes('/namespaces/')) boost *= 0.2
  if (id.includes('/reference/async/')) boost *= 0.15
  if (id.includes('/lowlevel/')) boost *= 0.4
  if (id.includes('/guide/changes.')) boost *= 0.05
  if (/\/reference\/.*\/#/.test(id)) boost *= 0.4
  if (id.includes('/functions/') || id.includes('/reference/core/')) boost *= 1.2
  if (/\/packages\/|\/(performance|link-checker)\./.test(id)) boost *= 0.6
  if (id.includes('/coming-from/')) boost *= 0.75
  if (/Error\.html/.test(id)) boost *= 0.5
  if (/\/(guide|tutorial|how-to|explanation)\//.test(id)) boost *= 1.8
  return boost
}

/** Short words are typed as they are; in longer ones one letter in five may be wrong. */
function fuzzy(term: string): number | false {
  return term.length > 4 ? 0.2 : false
}

function prefix(term: string): boolean {
  return term.length > 2
}

export const miniSearch = {
  options: {
    fields: ['name', 'title', 'titles', 'text', 'aliases'],
    storeFields: ['title', 'titles'],
    tokenize,
    processTerm,
    extractField: (entry: Entry, field: string): string => {
      if (field === 'aliases') return aliasesOf(entry)
      if (field === 'name') return nameOf(entry)
      const value = entry[field as keyof Entry]
      return Array.isArray(value) ? value.join(' ') : value
    },
  },
  searchOptions: {
    boost: { name: 30, aliases: 24, title: 12, titles: 3, text: 1 },
    combineWith: 'AND',
    fuzzy,
    prefix,
    boostDocument,
    weights: { fuzzy: 0.2, prefix: 0.4 },
  },
}

/** `gather` of «gather()» and «Task<T>»: the heading of a page of the reference. */
function nameOf({ title, titles }: Entry): string {
  return titles.length === 0 ? (/^(\w+)(?:\(\)|<.*>)?$/.exec(title)?.[1] ?? '') : ''
}

/** A page's aliases belong to its first heading. */
function aliasesOf({ id, titles }: Entry): string {
  if (titles.length > 0) return ''
  const route = id.replace(/#.*/, '').replace(/\.html$/, '')
  const found = Object.entries(routeAliases).filter(([suffix]) => route.endsWith(`/${suffix}`))
  return found.map(([, words]) => words).join(' ')
}
