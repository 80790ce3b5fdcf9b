/**
 * A `catch` round a `yield*` gets cancellations, too: a task that is cancelled there and does not hear of it
 * runs on. The cancellation has to be thrown on, untouched, on every path.
 */

import { functionAround, resultsOf, within, yieldsOf } from '../base/function.ts'
import { type CallExpression, isFunction, keyOf, type Node, nameOf, unwrap } from '../base/node.ts'
import { type Context, type MakeFix, type Rule, rule, type SourceCode } from '../base/rule.ts'
import { initialiser, variableAt } from '../base/scope.ts'
import { type FileFacts, factsFor, isCoroutineBody } from '../facts/for-file.ts'
import { imported } from '../fix/import.ts'
import { endsOf } from '../flow/rethrows.ts'

type Try = Extract<Node, { type: 'TryStatement' }>
type Handler = Extract<Node, { type: 'CatchClause' }>

const asks = new Set(['isCancelledError', 'throwIfCancelled', 'uncancel'])

export const rethrowCancellation: Rule = rule<{ rethrowers: readonly string[] }>({
  description: 'Require that a `catch` around a `yield*` throws cancellations on',
  fixable: true,
  hasSuggestions: true,
  messages: {
    swallowed:
      'This `catch` swallows cancellations: the task runs on as if nobody had cancelled it. ' +
      'Begin it with `throwIfCancelled({{error}})`.',
    wrapped:
      'This `catch` makes another error of a cancellation: the task fails instead of being cancelled. ' +
      'Begin it with `throwIfCancelled({{error}})`.',
    rethrow: 'Throw a cancellation on: `throwIfCancelled({{error}})`.',
  },
  options: {
    rethrowers: { schema: { type: 'array', items: { type: 'string' }, uniqueItems: true }, default: [] },
  },
  create(context, { rethrowers }) {
    const file = factsFor(context)
    if (file === undefined) return {}
    return {
      TryStatement(node) {
        if (node.handler)
          check(node, node.handler, new Set(['throwIfCancelled', ...rethrowers]), context, file)
      },
    }
  },
})

function check(
  node: Try,
  handler: Handler,
  rethrowers: Set<string>,
  context: Context,
  file: FileFacts,
): void {
  const fn = functionAround(node)
  if (!fn?.generator || fn.async) return
  const { start, end } = offsets(node.block)
  const waits = yieldsOf(fn, file.sourceCode).filter(
    (each) => each.range[0] >= start && each.range[1] <= end && !isCaught(each, node),
  )
  if (waits.length === 0 || isWaitForCancelled(node, waits)) return
  const body = isCoroutineBody(fn, file)
  if (body === 'no' || isAsked(handler, file.sourceCode)) return
  const { param } = handler
  const error = param?.type === 'Identifier' ? param.name : ''
  const isRethrower = (callee: Node): boolean =>
    rethrowers.has(nameOf(callee) ?? keyOf(callee) ?? '') ||
    rethrowers.has(file.sourceCode.getText(callee)) ||
    file.imports.exportAt(callee) === 'throwIfCancelled'
  const givesBack = (call: CallExpression): boolean =>
    isRethrower(call.callee) || returnsArgument(call, error, file.sourceCode)
  const aliases = aliasesOf(error, handler, file.sourceCode)
  const ends = endsOf(handler.body.body, { error, aliases, isRethrower, givesBack })
  if (!ends.has('on') && !ends.has('left') && !ends.has('wrapped')) return
  const messageId = ends.has('on') || ends.has('left') ? 'swallowed' : 'wrapped'
  const name = error === '' ? freeName(handler, file.sourceCode) : error
  const fix = param && error === '' ? null : adding(handler, name, file)
  const data = { error: name }
  // What is thrown by a task that is waited for may be its own cancellation, and caught on purpose.
  const isSafe =
    body === 'certainly' &&
    !waits.every((each) => each.argument && file.facts.of(each.argument).kind === 'task')
  if (fix === null || isSafe) context.report({ node: handler, messageId, data, fix })
  else context.report({ node: handler, messageId, data, suggest: [{ messageId: 'rethrow', data, fix }] })
}

function offsets(node: Node): { start: number; end: number } {
  return { start: node.range[0], end: node.range[1] }
}

/** Does another `catch` in the block get what is thrown there? That one is looked at by itself. */
function isCaught(inner: Node, outer: Try): boolean {
  let child = inner
  for (let { parent } = inner; parent && parent !== outer; child = parent, parent = parent.parent)
    if (parent.type === 'TryStatement' && parent.handler && parent.block === child) {
      // What it throws on comes here, too: then this one has to throw it on as well.
      return !endsOf(parent.handler.body.body, {
        error: nameOf(parent.handler.param ?? parent) ?? '',
        aliases: new Set(),
        isRethrower: (callee) => asks.has(nameOf(callee) ?? keyOf(callee) ?? ''),
        givesBack: () => true,
      }).has('rethrown')
    }
  return false
}

/** `const failure = error as Failure`. */
function aliasesOf(error: string, handler: Handler, sourceCode: SourceCode): Set<string> {
  const names = within(handler.body, sourceCode).flatMap((node) =>
    node.type === 'VariableDeclaration' && node.kind === 'const'
      ? node.declarations.flatMap(({ id, init }) =>
          error !== '' && id.type === 'Identifier' && init && nameOf(unwrap(init)) === error ? [id.name] : [],
        )
      : [],
  )
  return new Set(names)
}

/**
 * A function of this file that returns what it was given, on some path: `if (!('code' in error)) return
 * error`.
 */
function returnsArgument(call: CallExpression, error: string, sourceCode: SourceCode): boolean {
  const index = call.arguments.findIndex((argument) => nameOf(unwrap(argument)) === error)
  const name = nameOf(call.callee)
  const variable = index < 0 || name === undefined ? undefined : variableAt(name, call.callee, sourceCode)
  const defined = variable?.defs[0]?.node
  const fn = isFunction(defined) ? defined : variable && initialiser(variable)
  if (!isFunction(fn)) return false
  const given = nameOf(fn.params[index] ?? fn)
  return given !== undefined && resultsOf(fn, sourceCode).some((result) => nameOf(unwrap(result)) === given)
}

/**
 * Has the author thought of cancellations? `isCancelledError(error)`, `error instanceof CancelledError`,
 * `uncancel()`.
 */
function isAsked(handler: Handler, sourceCode: SourceCode): boolean {
  return within(handler.body, sourceCode).some((node) => {
    if (node.type === 'BinaryExpression' && node.operator === 'instanceof')
      return (nameOf(node.right) ?? keyOf(node.right)) === 'CancelledError'
    if (node.type !== 'CallExpression') return false
    const callee = unwrap(node.callee)
    const name = nameOf(callee) ?? keyOf(callee)
    return name !== 'throwIfCancelled' && asks.has(name ?? '')
  })
}

/**
 * `task.cancel(); try { yield* task } catch …`: the cancellation that is caught is the one just asked for.
 */
function isWaitForCancelled(
  node: Try,
  waits: readonly Extract<Node, { type: 'YieldExpression' }>[],
): boolean {
  const { parent } = node
  const siblings: readonly Node[] =
    parent && 'body' in parent && Array.isArray(parent.body) ? parent.body : []
  const cancelled = siblings.slice(0, Math.max(0, siblings.indexOf(node))).flatMap((each) => {
    const call = each.type === 'ExpressionStatement' ? unwrap(each.expression) : undefined
    const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : undefined
    return callee?.type === 'MemberExpression' && keyOf(callee) === 'cancel' ? [textOf(callee.object)] : []
  })
  return waits.every(({ argument }) => argument != null && cancelled.includes(textOf(argument)))
}

/** A name, or a chain of names; empty for anything else. */
function textOf(node: Node): string {
  const bare = unwrap(node)
  if (bare.type === 'MemberExpression') return `${textOf(bare.object)}.${keyOf(bare)}`
  return bare.type === 'ThisExpression' ? 'this' : (nameOf(bare) ?? bare.range.join('-'))
}

function adding(handler: Handler, error: string, file: FileFacts): MakeFix | null {
  const { sourceCode } = file
  const found = imported('throwIfCancelled', '@acoro/core', handler.body, file)
  if (found === undefined) return null
  const [first] = handler.body.body
  const [start] = handler.body.range
  const keyword = sourceCode.getFirstToken(handler)
  return (fixer) => {
    const param =
      handler.param || keyword === null ? [] : [fixer.insertTextAfterRange(keyword.range, ` (${error})`)]
    const call = `${found.name}(${error})`
    const text = first === undefined ? ` ${call} ` : lineBefore(first, call, start, sourceCode)
    return [...param, fixer.insertTextAfterRange([start, start + 1], text), ...found.add(fixer)]
  }
}

function lineBefore(first: Node, call: string, blockStart: number, { text }: SourceCode): string {
  const between = text.slice(blockStart + 1, first.range[0])
  const indent = /\n([ \t]*)$/.exec(between)?.[1]
  if (indent === undefined) return ` ${call};`
  const opens = /^[([`/+-]/.test(text.slice(first.range[0]))
  return `\n${indent}${call}${opens || /;[ \t]*(\n|$)/.test(text) ? ';' : ''}`
}

/** A name for the error that the block does not use for something else. */
function freeName(handler: Handler, sourceCode: SourceCode): string {
  const used = new Set(sourceCode.getTokens(handler.body).map((token) => token.value))
  return ['error', 'thrown', 'reason', 'theError'].find((name) => !used.has(name)) ?? 'caughtError'
}
