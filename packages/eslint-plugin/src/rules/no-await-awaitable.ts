/**
 * `await` knows promises only. It does not run a coroutine, and neither does an async function that returns
 * one, or `Promise.all`. Futures and tasks are promises as well and may be awaited.
 */

import { functionAround, generatorAround } from '../base/function.ts'
import { type CallExpression, excerpt, keyOf, type Node, nameOf, unwrap } from '../base/node.ts'
import { type Context, type Rule, rule } from '../base/rule.ts'
import { type FileFacts, factsFor } from '../facts/for-file.ts'
import { cureFor, cureMessages, wrapping } from '../fix/cure.ts'

export const noAwaitAwaitable: Rule = rule({
  description: 'Disallow `await`, and what else takes promises, for coroutines',
  fixable: true,
  hasSuggestions: true,
  messages: {
    await: '`await` does not run a coroutine: write `await toPromise({{code}})`.',
    forAwait: '`for await` does not go through a coroutine: write `await toPromise({{code}})`.',
    return: 'An async function does not run the coroutine it returns: write `toPromise({{code}})`.',
    promise:
      '`Promise.{{method}}` does not run coroutines: write `toPromise({{code}})` for each, or `gather(…)`.',
    generator: 'A promise does not run a coroutine: write {{cure}}.',
    ...cureMessages,
  },
  create(context) {
    const file = factsFor(context)
    if (file === undefined) return {}
    const check = (node: Node, messageId: string): void => {
      if (runsNothing(node, file)) tell(node, messageId, {}, context, file)
    }
    return {
      AwaitExpression: (node) => check(node.argument, 'await'),
      ForOfStatement: (node) => node.await && check(node.right, 'forAwait'),
      ReturnStatement(node) {
        const fn = functionAround(node)
        if (node.argument && fn?.async && !fn.generator) check(node.argument, 'return')
      },
      ArrowFunctionExpression(node) {
        if (node.async && node.body.type !== 'BlockStatement') check(node.body, 'return')
      },
      CallExpression: (node) => checkCombinator(node, context, file),
    }
  },
})

const ofMany = new Set(['all', 'allSettled', 'any', 'race'])

function checkCombinator(call: CallExpression, context: Context, file: FileFacts): void {
  const callee = unwrap(call.callee)
  if (callee.type !== 'MemberExpression' || nameOf(callee.object) !== 'Promise') return
  const method = keyOf(callee) ?? ''
  const [argument] = call.arguments
  if (!argument) return
  if (method === 'resolve' && runsNothing(argument, file))
    tell(argument, 'promise', { method }, context, file)
  if (!ofMany.has(method)) return
  const list = unwrap(argument)
  if (list.type === 'ArrayExpression') {
    for (const each of list.elements)
      if (each && runsNothing(each, file)) tell(each, 'promise', { method }, context, file)
    return
  }
  const { each } = file.facts.of(argument)
  if (each !== 'coroutine' && each !== 'generator') return
  context.report({ node: argument, messageId: 'promise', data: { method, code: '…' } })
}

function runsNothing(node: Node, file: FileFacts): boolean {
  const { kind } = file.facts.of(node)
  return kind === 'coroutine' || kind === 'generator'
}

function tell(
  node: Node,
  messageId: string,
  data: Record<string, string>,
  context: Context,
  file: FileFacts,
): void {
  const verdict = file.facts.of(node)
  if (generatorAround(node)) {
    const { data: own, fix, suggest } = cureFor(node, verdict, file)
    context.report({ node, messageId: 'generator', data: { ...data, ...own }, fix, suggest })
    return
  }
  const code = excerpt(node, file.sourceCode)
  // The promise itself is not what `for await` goes through.
  const before = messageId === 'forAwait' ? 'await ' : ''
  const wrapped = verdict.certain ? wrapping('toPromise', node, file, before) : undefined
  context.report({
    node,
    messageId,
    data: { ...data, code },
    // With the import there, nothing but this line changes. Else the package may not even be installed.
    ...(wrapped?.isThere && { fix: wrapped.fix }),
    ...(wrapped &&
      !wrapped.isThere && { suggest: [{ messageId: 'toPromise', data: { code }, fix: wrapped.fix }] }),
  })
}
