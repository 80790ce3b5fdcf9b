/**
 * What a report advises: words, and a fix if one is safe. The star is a fix in the body of a coroutine,
 * before the call that makes the awaitable. It is a suggestion in a generator that is only likely to be a
 * coroutine, and before a name, which other lines may await as well. Elsewhere `yield*` would be a syntax
 * error, and words have to do.
 */

import { functionAround, generatorAround } from '../base/function.ts'
import { excerpt, type Node, unwrap } from '../base/node.ts'
import type { MakeFix, Suggestion } from '../base/rule.ts'
import type { Verdict } from '../facts/facts.ts'
import { type FileFacts, isCoroutineBody } from '../facts/for-file.ts'
import { imported } from './import.ts'
import { narrow, star, tooWide } from './star.ts'

export interface Cure {
  readonly data: { code: string; what: string; cure: string }
  readonly fix: MakeFix | null
  readonly suggest: Suggestion[]
}

/** The messages of the suggestions made here, for a rule's `messages`. */
export const cureMessages: Record<string, string> = {
  star: 'Wait for it: `yield* {{code}}`.',
  task: 'Start it as a task: `createTask({{code}})`.',
  gather: 'Wait for all of them: `yield* gather({{code}})`.',
  toPromise: 'Make a promise of it: `toPromise({{code}})`.',
}

export function cureFor(node: Node, verdict: Verdict, file: FileFacts): Cure {
  const { sourceCode } = file
  const code = excerpt(node, sourceCode)
  const generator = generatorAround(node)
  const what = verdict.kind === undefined ? 'A list of awaitables' : whatIs(verdict)
  const outer = generator && tooWide(node, file)
  const words = wordsFor(node, code, verdict, generator !== undefined)
  const data = { code, what, cure: outer ? `\`(yield* ${code})\`, in parentheses` : words }
  if (generator === undefined || !verdict.certain || verdict.kind === undefined)
    return { data, fix: null, suggest: [] }
  const body = isCoroutineBody(generator, file)
  const fix: MakeFix = (fixer) =>
    outer ? narrow(outer, node, fixer, sourceCode) : star(node, fixer, sourceCode)
  if (body === 'certainly' && isMadeThere(node)) return { data, fix, suggest: [] }
  return { data, fix: null, suggest: body === 'no' ? [] : [{ messageId: 'star', data: { code }, fix }] }
}

/** Does each run of the expression make an awaitable of its own? */
function isMadeThere(node: Node): boolean {
  const bare = unwrap(node)
  switch (bare.type) {
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return true
    case 'ConditionalExpression':
      return isMadeThere(bare.consequent) && isMadeThere(bare.alternate)
    case 'LogicalExpression':
      return isMadeThere(bare.left) && isMadeThere(bare.right)
    case 'SequenceExpression':
      return isMadeThere(bare.expressions.at(-1) as Node)
    default:
      return false
  }
}

function whatIs({ kind }: Verdict): string {
  return kind === 'generator' ? 'The generator of a coroutine' : `A ${kind}`
}

function wordsFor(node: Node, code: string, { kind }: Verdict, isInGenerator: boolean): string {
  if (isInGenerator) return kind === undefined ? `\`yield* gather(${code})\`` : `\`yield* ${code}\``
  if (functionAround(node)?.async) return `\`await toPromise(${code})\``
  return isInsideGenerator(node)
    ? `\`yield* ${code}\` in a \`function*\`, which this function is not`
    : `\`yield* ${code}\` in a coroutine, or \`toPromise(${code})\``
}

function isInsideGenerator(node: Node): boolean {
  const fn = functionAround(node)
  return fn !== undefined && (generatorAround(fn) !== undefined || isInsideGenerator(fn))
}

/** Wraps the node into a call of one of acoro's functions, which is imported if need be. */
export function wrapping(
  name: 'createTask' | 'gather' | 'toPromise',
  node: Node,
  file: FileFacts,
  before = '',
): { fix: MakeFix; isThere: boolean } | undefined {
  const found = imported(name, name === 'toPromise' ? '@acoro/compat' : '@acoro/core', node, file)
  if (found === undefined) return undefined
  return {
    isThere: found.isThere,
    fix: (fixer) => [
      fixer.insertTextBeforeRange(node.range, `${before}${found.name}(`),
      fixer.insertTextAfterRange(node.range, ')'),
      ...found.add(fixer),
    ],
  }
}
