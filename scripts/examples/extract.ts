// Finds the examples: every ```ts block of the README files and of docs/, every `@example` in the docstrings
// of packages/*/src, and the programs of examples/. CONTRIBUTING.md («Examples») is the description for those
// who write them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { filesBelow, packages, root, shown } from '../lib/workspace.ts'

export interface Example {
  /** Where it stands, from the top of the repository: `packages/core/README.md`. */
  file: string
  /** The line of its first line of code, counted from 1. */
  line: number
  code: string
  /** `no-run`: it is only type-checked. `real-time`: its timers are real ones. */
  mode: 'run' | 'no-run' | 'real-time'
  /** An `@example`: what its package and core export is imported for it. */
  docstring: boolean
  /** ```ts file=sites.ts: the name under which this block and later ones of its folder import it. */
  name?: string
}

const FENCE = /^([ \t]*)```(ts|typescript)(?:[ \t]+(.*))?$/

/** The ```ts blocks of a text in Markdown; `firstLine` is the number of its first line. */
export function blocksOf(text: string, file: string, firstLine = 1, docstring = false): Example[] {
  const found: Example[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const fence = FENCE.exec(lines[at] ?? '')
    if (!fence) continue
    const [, indent = '', , info = ''] = fence
    const end = lines.findIndex((line, i) => i > at && line.trim() === '```')
    if (end < 0) throw new Error(`${file}:${firstLine + at}: this block is never closed`)
    const code = lines
      .slice(at + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    found.push({
      file,
      line: firstLine + at + 1,
      code: code.join('\n'),
      ...settingsOf(info.trim(), `${file}:${firstLine + at}`),
      docstring,
    })
    at = end
  }
  return found
}

function settingsOf(info: string, where: string): Pick<Example, 'mode' | 'name'> {
  const words = info.split(' ').filter((word) => word !== '')
  const name = words.find((word) => word.startsWith('file='))?.slice('file='.length)
  const [mode = 'run', ...more] = words.filter((word) => !word.startsWith('file='))
  if ((mode !== 'run' && mode !== 'no-run' && mode !== 'real-time') || more.length > 0)
    throw new Error(
      `${where}: expected no-run, real-time, file=NAME.ts or nothing after \`\`\`ts, got «${info}»`,
    )
  if (name !== undefined && !/^[\w.-]+\.ts$/.test(name))
    throw new Error(`${where}: expected the name of a file such as file=sites.ts, got «${name}»`)
  return name === undefined ? { mode } : { mode, name }
}

/**
 * The `@example` parts of the docstrings of a source file: fenced blocks, or plain code up to the next tag.
 */
export function docstringExamples(code: string, file: string): Example[] {
  if (!code.includes('@example')) return []
  return parseSync(file, code)
    .comments.filter((comment) => comment.type === 'Block' && comment.value.startsWith('*'))
    .flatMap((comment) => {
      const firstLine = code.slice(0, comment.start).split('\n').length
      const lines = comment.value.split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
      const tags = lines.flatMap((line, i) => (/^\s*@example\b/.test(line) ? [i] : []))
      return tags.flatMap((tag) => {
        const next = lines.findIndex(
          (line, i) => i > tag && /^\s*@[a-z]+\b/.test(line) && !/^\s*@coroutine\b/.test(line),
        )
        const body = lines.slice(tag + 1, next < 0 ? lines.length : next)
        if (body.some((line) => FENCE.test(line)))
          return blocksOf(body.join('\n'), file, firstLine + tag + 1, true)
        const text = body.join('\n').trimEnd()
        if (text.trim() === '') throw new Error(`${file}:${firstLine + tag}: this @example is empty`)
        return [{ file, line: firstLine + tag + 1, code: text, mode: 'run' as const, docstring: true }]
      })
    })
}

/** A program of examples/: the whole file is one example. Its first line may be `// real-time`. */
export function programOf(code: string, file: string): Example {
  const mode = /^\/\/ real-time$/m.test(code.split('\n', 1)[0] ?? '') ? 'real-time' : 'run'
  return { file, line: 1, code: code.trimEnd(), mode, docstring: false }
}

export function allExamples(): Example[] {
  const pages = [
    join(root, 'README.md'),
    join(root, 'apps/docs/home.md'),
    join(root, 'apps/docs/playground.md'),
    ...packages().map((pkg) => join(pkg.dir, 'README.md')),
    ...filesBelow(join(root, 'docs'), '.md'),
  ]
  const sources = packages().flatMap((pkg) => filesBelow(join(pkg.dir, 'src'), '.ts'))
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  }
  return [
    ...pages.flatMap((file) => blocksOf(read(file), shown(file))),
    ...filesBelow(join(root, 'examples'), '.ts').map((file) => programOf(read(file), shown(file))),
    ...sources.flatMap((file) => docstringExamples(read(file), shown(file))),
  ]
}
