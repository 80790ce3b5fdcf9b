/**
 * A statement that makes an awaitable and drops it: a coroutine never runs, a future runs and its failure is
 * seen by nobody. `void` says «I know that nobody waits», which is no excuse for what does not even begin.
 */

import { generatorAround, resultsOf } from '../base/function.ts'
import {
  type CallExpression,
  type Expression,
  isFunction,
  keyOf,
  type Node,
  nameOf,
  unwrap,
} from '../base/node.ts'
import { type Context, type Rule, rule, type Suggestion } from '../base/rule.ts'
import { initialiser, variableAt } from '../base/scope.ts'
import type { Verdict } from '../facts/facts.ts'
import { type FileFacts, factsFor } from '../facts/for-file.ts'
import { cureFor, cureMessages, wrapping } from '../fix/cure.ts'

export const noFloatingAwaitable: Rule = rule<{ countedLists: boolean }>({
  description: 'Disallow coroutines, futures and generators that nobody waits for',
  fixable: true,
  hasSuggestions: true,
  messages: {
    floating: '{{what}} is made here and dropped: it never runs. Write {{cure}}.',
    lost: '{{what}} is under way and nobody waits for it: its failure is lost. Write {{cure}}.',
    list: 'A list of awaitables is made here and dropped: they never run. Write {{cure}}.',
    forEach:
      '`forEach` drops what its callback returns: `{{code}}` never runs. Use `for … of` with `yield*`, or `gather(….map(…))`.',
    counted:
      '`{{code}}` is put into a list that is only counted: it never runs. Write `yield* gather({{list}})`.',
    ...cureMessages,
  },
  options: {
    countedLists: { schema: { type: 'boolean' }, default: false },
  },
  create(context, { countedLists }) {
    const file = factsFor(context)
    if (file === undefined) return {}
    const check = (node: Node): void => {
      for (const dropped of droppedIn(node)) checkDropped(dropped, context, file)
    }
    return {
      ExpressionStatement: (node) => check(node.expression),
      ForStatement(node) {
        for (const part of [node.init, node.update])
          if (part && part.type !== 'VariableDeclaration') check(part)
      },
      SequenceExpression(node) {
        if (isChecked(node)) return
        for (const part of node.expressions.slice(0, -1)) check(part)
      },
      ArrowFunctionExpression(node) {
        if (node.body.type === 'UnaryExpression' && node.body.operator === 'void') check(node.body)
      },
      CallExpression: (node) => checkForEach(node, context, file),
      VariableDeclarator: (node) => countedLists && checkCounted(node, context, file),
    }
  },
})

/** Is the sequence a part of a statement that is gone through already? */
function isChecked({ parent }: Node): boolean {
  return parent?.type === 'ExpressionStatement' || parent?.type === 'ForStatement'
}

/** The expressions whose values are thrown away where this one's is. */
function droppedIn(expression: Node): Node[] {
  const node = unwrap(expression)
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator === 'void' ? droppedIn(node.argument) : []
    case 'SequenceExpression':
      return node.expressions.flatMap(droppedIn)
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].flatMap(droppedIn)
    case 'LogicalExpression':
      return droppedIn(node.right)
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'Identifier':
    case 'MemberExpression':
      return [expression]
    default:
      return []
  }
}

/** Methods that give back the list they were called on, or a part of it. */
const onLists = new Set(['copyWithin', 'fill', 'reverse', 'sort', 'splice'])

function checkDropped(node: Node, context: Context, file: FileFacts): void {
  const verdict = file.facts.of(node)
  const { kind, each } = verdict
  const bare = unwrap(node)
  const isCall = bare.type === 'CallExpression'
  if (kind === 'coroutine' || kind === 'generator' || (kind === 'future' && isCall)) {
    const { data, fix, suggest } = cureFor(node, verdict, file)
    const messageId = kind === 'future' ? 'lost' : 'floating'
    context.report({ node, messageId, data, fix, suggest: [...suggest, ...asTask(node, verdict, file)] })
  } else if (each !== undefined && each !== 'task' && isCall) {
    const { callee } = bare
    if (callee.type === 'MemberExpression' && onLists.has(keyOf(callee) ?? '')) return
    const { data } = cureFor(node, verdict, file)
    const gathered = generatorAround(node) && wrapping('gather', node, file, 'yield* ')
    const suggest = gathered ? [{ messageId: 'gather', data: { code: data.code }, fix: gathered.fix }] : []
    context.report({ node, messageId: 'list', data: { cure: data.cure }, suggest })
  }
}

function asTask(node: Node, { kind, certain }: Verdict, file: FileFacts): Suggestion[] {
  if (kind === 'future' || !certain) return []
  const wrapped = wrapping('createTask', node, file)
  if (wrapped === undefined) return []
  const code = file.sourceCode.getText(node).replace(/\s+/g, ' ')
  return [
    {
      messageId: 'task',
      data: { code: code.length > 40 ? `${code.slice(0, 39)}…` : code },
      fix: wrapped.fix,
    },
  ]
}

function checkForEach(call: CallExpression, context: Context, file: FileFacts): void {
  const callee = unwrap(call.callee)
  const [callback] = call.arguments
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'forEach' || !callback) return
  const fn = unwrap(callback)
  // A generator is for no-generator-callback.
  if (isFunction(fn) && fn.generator) return
  const { kind } = file.facts.resultOf(callback)
  if (kind === undefined || kind === 'task' || file.facts.expectedOf(callback) === 'awaitable') return
  const results = isFunction(fn) ? resultsOf(fn, file.sourceCode) : [callback]
  for (const node of results) {
    if (isFunction(fn) && file.facts.of(node).kind === undefined) continue
    context.report({
      node,
      messageId: 'forEach',
      data: { code: cureFor(node, { kind, certain: true, each: undefined }, file).data.code },
    })
  }
}

/** `const list = []`, of which nothing is asked but its length. */
function checkCounted(
  declarator: Extract<Node, { type: 'VariableDeclarator' }>,
  context: Context,
  file: FileFacts,
): void {
  const { id } = declarator
  const variable = id.type === 'Identifier' ? variableAt(id.name, id, file.sourceCode) : undefined
  if (id.type !== 'Identifier' || variable === undefined) return
  if (initialiser(variable)?.type !== 'ArrayExpression') return
  const uses = variable.references
    .filter(({ identifier }) => identifier !== id)
    .map(({ identifier }) => identifier.parent)
  const members = uses.map((use) =>
    use?.type === 'MemberExpression' && nameOf(use.object) === id.name ? keyOf(use) : undefined,
  )
  if (!members.every((name) => name === 'push' || name === 'length')) return
  for (const use of uses) {
    const call = use?.parent
    if (call?.type !== 'CallExpression' || call.callee !== use) continue
    for (const node of call.arguments as Expression[]) {
      const { kind } = file.facts.of(node)
      if (kind !== 'coroutine' && kind !== 'generator') continue
      const { code } = cureFor(node, { kind, certain: true, each: undefined }, file).data
      context.report({ node, messageId: 'counted', data: { code, list: id.name } })
    }
  }
}
