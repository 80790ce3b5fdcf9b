/**
 * What becomes of a cancellation that reaches a `catch`. The statements are gone through as a program would,
 * with every condition taken as it is for a cancellation; a path on which the cancellation is not thrown on
 * loses it.
 */

import { type CallExpression, keyOf, type Node, nameOf, unwrap } from '../base/node.ts'
import { ifCancelled, isAbout, type Truth } from './about-error.ts'

/**
 * How a statement may end. `on`: it goes on behind it. `rethrown`: the cancellation is thrown, or the process
 * ends. `wrapped`: something else is thrown. `left`: by return, break or continue.
 */
export type End = 'on' | 'rethrown' | 'wrapped' | 'left'

export interface Rules {
  /** The name the `catch` gives to the error. */
  readonly error: string
  /** Constants that hold the same error. */
  readonly aliases: ReadonlySet<string>
  /** Is this a call of a function that throws a cancellation on? */
  isRethrower(callee: Node): boolean
  /** Does this function give a cancellation back as it is, so that `throw toFailure(error)` throws it on? */
  givesBack(call: CallExpression): boolean
}

export function endsOf(statements: readonly Node[], rules: Rules): Set<End> {
  const ends = new Set<End>()
  for (const statement of statements) {
    const own = endsOfOne(statement, rules)
    for (const end of own) if (end !== 'on') ends.add(end)
    if (!own.has('on')) return ends
  }
  return ends.add('on')
}

function endsOfOne(node: Node | null | undefined, rules: Rules): Set<End> {
  switch (node?.type) {
    case 'BlockStatement':
      return endsOf(node.body, rules)
    case 'ThrowStatement':
      return new Set([endOfThrow(node.argument, rules)])
    case 'ReturnStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return new Set(['left'])
    case 'ExpressionStatement':
      return new Set([endOfExpression(node.expression, rules)])
    case 'IfStatement':
      return oneOf(
        ifCancelled(node.test, rules.error),
        () => endsOfOne(node.consequent, rules),
        () => endsOfOne(node.alternate, rules),
      )
    case 'SwitchStatement':
      return endsOfSwitch(node, rules)
    case 'TryStatement':
      return endsOfTry(node, rules)
    case 'LabeledStatement':
      return endsOfOne(node.body, rules)
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'WhileStatement':
      return endsOfOne(node.body, rules).add('on')
    case 'DoWhileStatement':
      return endsOfOne(node.body, rules)
    default:
      return new Set(['on'])
  }
}

function oneOf(truth: Truth, yes: () => Set<End>, no: () => Set<End>): Set<End> {
  if (truth === true) return yes()
  if (truth === false) return no()
  return new Set([...yes(), ...no()])
}

function endOfThrow(argument: Node, rules: Rules): End {
  const thrown = unwrap(argument)
  if (thrown.type === 'ConditionalExpression') {
    const truth = ifCancelled(thrown.test, rules.error)
    const kept =
      truth === undefined
        ? [thrown.consequent, thrown.alternate]
        : [truth ? thrown.consequent : thrown.alternate]
    return kept.every((each) => endOfThrow(each, rules) === 'rethrown') ? 'rethrown' : 'wrapped'
  }
  if (thrown.type === 'CallExpression') return rules.givesBack(thrown) ? 'rethrown' : 'wrapped'
  const isIt = thrown.type === 'Identifier' && (thrown.name === rules.error || rules.aliases.has(thrown.name))
  return isIt ? 'rethrown' : 'wrapped'
}

function endOfExpression(expression: Node, rules: Rules): End {
  const node = unwrap(expression)
  if (node.type === 'YieldExpression' && node.argument) return endOfExpression(node.argument, rules)
  if (node.type !== 'CallExpression') return 'on'
  const callee = unwrap(node.callee)
  if (callee.type === 'MemberExpression' && nameOf(callee.object) === 'process' && keyOf(callee) === 'exit')
    return 'rethrown'
  const isGiven = node.arguments.some((argument) => isAbout(argument, rules.error))
  return isGiven && rules.isRethrower(callee) ? 'rethrown' : 'on'
}

function endsOfSwitch(node: Extract<Node, { type: 'SwitchStatement' }>, rules: Rules): Set<End> {
  const isTrue = node.discriminant.type === 'Literal' && node.discriminant.value === true
  const truths = node.cases.map(({ test }): Truth => {
    if (test === null) return undefined
    if (isTrue) return ifCancelled(test, rules.error)
    if (!isAbout(node.discriminant, rules.error)) return undefined
    return test.type === 'Literal' && test.value === 'CancelledError'
  })
  const sure = truths.indexOf(true)
  // `default` is where a cancellation goes that no case is true of; else any case it may be true of.
  const open = node.cases.flatMap(({ test }, index) =>
    index === sure || (sure < 0 && (test === null || truths[index] === undefined)) ? [index] : [],
  )
  const ends = new Set<End>()
  for (const from of open) {
    // Case after case, until one ends; a `break` only leaves the switch.
    const rest = node.cases.slice(from).flatMap((each) => each.consequent)
    const upToBreak = endsOf(untilBreak(rest), rules)
    for (const end of upToBreak) ends.add(end)
  }
  if (open.length === 0 || (sure < 0 && node.cases.every(({ test }) => test !== null))) ends.add('on')
  return ends
}

function untilBreak(statements: readonly Node[]): Node[] {
  const flat = statements.flatMap((each): Node[] => (each.type === 'BlockStatement' ? each.body : [each]))
  const at = flat.findIndex((each) => each.type === 'BreakStatement' && each.label === null)
  return at < 0 ? flat : flat.slice(0, at)
}

function endsOfTry(node: Extract<Node, { type: 'TryStatement' }>, rules: Rules): Set<End> {
  const finalizer = node.finalizer ? endsOf(node.finalizer.body, rules) : new Set<End>(['on'])
  // What a finalizer does wins over how the rest ended.
  if (!finalizer.has('on')) return finalizer
  const body = endsOf(node.block.body, rules)
  if (node.handler && body.delete('rethrown')) {
    const { param } = node.handler
    const error = param?.type === 'Identifier' ? param.name : ''
    for (const end of endsOf(node.handler.body.body, { ...rules, error })) body.add(end)
  } else if (node.handler) {
    // What else it may throw is another error than this one: its `catch` says nothing of the cancellation.
    body.delete('wrapped')
    body.add('on')
  }
  finalizer.delete('on')
  return new Set([...body, ...finalizer])
}
