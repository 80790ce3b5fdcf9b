/**
 * An awaitable where its result was meant: a condition that is always true, `NaN`, `{}` as JSON, a property
 * nobody has. Nothing throws, and the type checker sees nothing wrong.
 *
 * Coroutines and generators are of no use as values, so any of them counts. Futures and tasks are kept and
 * compared, and may be absent where their type does not say so: they count only if the call that made them
 * stands here.
 */

import { generatorAround } from '../base/function.ts'
import { type CallExpression, type Expression, keyOf, type Node, nameOf, unwrap } from '../base/node.ts'
import { type Context, type Rule, rule, type Visitor } from '../base/rule.ts'
import { variableAt } from '../base/scope.ts'
import { type FileFacts, factsFor, isCoroutineBody } from '../facts/for-file.ts'
import { cureFor, cureMessages } from '../fix/cure.ts'
import { callbackVisitor } from './as-value-callbacks.ts'

type Place =
  | 'condition'
  | 'nullish'
  | 'comparison'
  | 'arithmetic'
  | 'text'
  | 'json'
  | 'property'
  | 'destructuring'
  | 'iteration'
  | 'spread'
  | 'result'

export const noAwaitableAsValue: Rule = rule<{ callees: readonly string[] }>({
  description: 'Disallow awaitables where their results are meant',
  fixable: true,
  hasSuggestions: true,
  messages: {
    condition: '{{what}} is always true: write {{cure}}.',
    nullish: '{{what}} is never null: write {{cure}}.',
    comparison: '{{what}} is compared here, not its result: write {{cure}}.',
    arithmetic: '{{what}} is no number: write {{cure}}.',
    text: '{{what}} becomes text here, not its result: write {{cure}}.',
    json: '{{what}} has no result in JSON: write {{cure}}.',
    property: '{{what}} has no such property, its result may: write {{cure}}.',
    destructuring: '{{what}} is taken apart here, not its result: write {{cure}}.',
    iteration: '{{what}} is iterated here, not its result: write {{cure}}.',
    spread: '{{what}} is spread here, not its result: write {{cure}}.',
    result: 'This coroutine returns another one, which nobody runs: write {{cure}}.',
    predicate: '{{what}} is always true, so this callback says yes to everything: use a loop with `yield*`.',
    handler: 'Nobody runs the coroutine that this callback returns: write `createTask({{code}})`.',
    answer: 'Nobody runs the coroutine that this handler returns: write `toPromise({{code}})`.',
    promise: 'A promise does not run the coroutine that this callback returns: write `toPromise({{code}})`.',
    test: 'This test passes without running the coroutine: write `run({{code}})`, or use `it` of `@acoro/testing/vitest`.',
    ...cureMessages,
  },
  options: {
    callees: { schema: { type: 'array', items: { type: 'string' }, uniqueItems: true }, default: [] },
  },
  create(context, { callees }) {
    const file = factsFor(context)
    if (file === undefined) return {}
    return joined(valueVisitor(context, file), callbackVisitor(context, file, callees))
  },
})

function joined(a: Visitor, b: Visitor): Visitor {
  const both = { ...a, ...b } as Record<string, (node: never) => void>
  for (const key of Object.keys(a)) {
    const [first, second] = [a, b].map((visitor) => (visitor as typeof both)[key])
    if (first && second)
      both[key] = (node) => {
        first(node)
        second(node)
      }
  }
  return both as Visitor
}

function valueVisitor(context: Context, file: FileFacts): Visitor {
  const { facts } = file
  const told = new Set<Node>()
  const tell = (node: Node, place: Place): void => {
    if (told.has(node)) return
    told.add(node)
    const { data, fix, suggest } = cureFor(node, facts.of(node), file)
    context.report({ node, messageId: place, data, fix, suggest })
  }
  const isCall = (node: Node): boolean => unwrap(node).type === 'CallExpression'
  const isMeantAsResult = (node: Node): boolean => {
    // Types last: this is asked of every condition and of every operand.
    if (!isCall(node) && !isMadeHere(node, file)) return false
    const { kind, certain } = facts.of(node)
    return kind !== undefined && certain && (isCall(node) || kind === 'coroutine' || kind === 'generator')
  }
  const check = (node: Node, place: Place): void => {
    if (isMeantAsResult(node)) tell(node, place)
  }
  const checkCondition = (test: Node): void => {
    const node = unwrap(test)
    if (node.type === 'LogicalExpression' && node.operator !== '??')
      [node.left, node.right].forEach(checkCondition)
    else if (node.type === 'UnaryExpression' && node.operator === '!') checkCondition(node.argument)
    else check(test, 'condition')
  }
  const checkCoroutineCall = (node: Node, place: Place): void => {
    if (!isCall(node)) return
    const { kind } = facts.of(node)
    if (kind === 'coroutine' || kind === 'generator') check(node, place)
  }
  const checkJson = (value: Node): void => {
    const node = unwrap(value)
    if (node.type === 'ArrayExpression') for (const each of node.elements) each && checkJson(each)
    else if (node.type !== 'ObjectExpression')
      facts.of(value).kind && facts.of(value).certain && tell(value, 'json')
    else for (const each of node.properties) each.type === 'Property' && checkJson(each.value)
  }
  const checkTakenApart = (pattern: Node, value: Node | null): void => {
    if (!value || (pattern.type !== 'ArrayPattern' && pattern.type !== 'ObjectPattern')) return
    const { kind } = facts.of(value)
    if (pattern.type === 'ArrayPattern' && kind && facts.of(value).certain) tell(value, 'destructuring')
    if (pattern.type === 'ObjectPattern' && (kind === 'coroutine' || kind === 'generator'))
      check(value, 'destructuring')
  }
  return {
    IfStatement: (node) => checkCondition(node.test),
    WhileStatement: (node) => checkCondition(node.test),
    DoWhileStatement: (node) => checkCondition(node.test),
    ForStatement: (node) => node.test && checkCondition(node.test),
    ConditionalExpression: (node) => checkCondition(node.test),
    LogicalExpression(node) {
      if (node.operator === '??') check(node.left, 'nullish')
      else checkCondition(node.left)
    },
    UnaryExpression(node) {
      if (node.operator === '!') checkCondition(node.argument)
      else if (['+', '-', '~'].includes(node.operator)) check(node.argument, 'arithmetic')
    },
    BinaryExpression(node) {
      const { left, operator, right } = node
      for (const [operand, other] of [
        [left, right],
        [right, left],
      ] as [Node, Node][]) {
        if (/^[!=]==?$/.test(operator)) {
          if (isConstant(other)) check(operand, 'comparison')
          else checkCoroutineCall(operand, 'comparison')
        } else if (operator === '+' && isText(other, file)) checkCoroutineCall(operand, 'text')
        else if (operator === 'in') operand === right && checkCoroutineCall(operand, 'property')
        else if (operator !== 'instanceof') check(operand, 'arithmetic')
      }
    },
    AssignmentExpression(node) {
      if (node.operator === '=') checkTakenApart(node.left, node.right)
      else if (!/^(\|\||&&|\?\?)=$/.test(node.operator)) check(node.right, 'arithmetic')
    },
    SwitchStatement: (node) => check(node.discriminant, 'comparison'),
    TemplateLiteral(node) {
      if (node.parent.type !== 'TaggedTemplateExpression')
        for (const each of node.expressions) checkCoroutineCall(each, 'text')
    },
    CallExpression(node) {
      const [argument] = node.arguments
      if (argument && isJson(node)) checkJson(argument)
      else if (argument && goesThrough(node)) check(argument, 'iteration')
      else {
        const place = placeOfArguments(node.callee, file)
        if (place) for (const each of node.arguments) checkCoroutineCall(each, place)
      }
    },
    NewExpression(node) {
      const [argument] = node.arguments
      if (argument && /^(Map|Set|WeakMap|WeakSet)$/.test(nameOf(node.callee) ?? ''))
        check(argument, 'iteration')
    },
    MemberExpression(node) {
      const isKnown = node.computed
        ? !keyOf(node) && isSymbol(node.property)
        : ofCoroutines.has(keyOf(node) ?? '')
      if (!isKnown) checkCoroutineCall(node.object, 'property')
    },
    VariableDeclarator: (node) => checkTakenApart(node.id, node.init),
    // One that is driven by hand stands here by name.
    ForOfStatement: (node) =>
      node.await || !isCall(node.right) ? undefined : check(node.right, 'iteration'),
    SpreadElement: (node) =>
      check(node.argument, node.parent.type === 'ObjectExpression' ? 'spread' : 'iteration'),
    ReturnStatement(node) {
      const fn = node.argument && generatorAround(node)
      // With a return type written out it is on purpose.
      if (!fn || fn.returnType) return
      for (const each of branchesOf(node.argument as Expression)) {
        const { kind } = facts.of(each)
        const isLost = kind === 'coroutine' || kind === 'generator'
        if (isLost && isCoroutineBody(fn, file) !== 'no') tell(each, 'result')
      }
    },
  }
}

/** What coroutines and generators do have: for code that drives them by hand. */
const ofCoroutines = new Set([
  'next',
  'throw',
  'return',
  'send',
  'close',
  'toString',
  'functionName',
  'constructor',
])

function branchesOf(node: Node): Node[] {
  const bare = unwrap(node)
  if (bare.type === 'LogicalExpression') return branchesOf(bare.right)
  return bare.type === 'ConditionalExpression'
    ? [bare.consequent, bare.alternate].flatMap(branchesOf)
    : [node]
}

/**
 * A variable of this program. Parameters and properties may be looked at because callers do not keep to
 * types.
 */
function isMadeHere(node: Node, { sourceCode }: FileFacts): boolean {
  const bare = unwrap(node)
  if (bare.type !== 'Identifier') return !/^(Member|This)Expression$/.test(bare.type)
  return variableAt(bare.name, bare, sourceCode)?.defs[0]?.type === 'Variable'
}

function isConstant(node: Node): boolean {
  const bare = unwrap(node)
  return bare.type === 'Literal' || bare.type === 'TemplateLiteral' || nameOf(bare) === 'undefined'
}

function isText(node: Node, { facts }: FileFacts): boolean {
  return facts.shapeOf(node) === 'string' || (node.type === 'BinaryExpression' && node.operator === '+')
}

function isSymbol(node: Node): boolean {
  return node.type === 'MemberExpression' && nameOf(node.object) === 'Symbol'
}

function isJson(call: CallExpression): boolean {
  const { callee } = call
  if (callee.type !== 'MemberExpression') return false
  return keyOf(callee) === 'json' || (keyOf(callee) === 'stringify' && nameOf(callee.object) === 'JSON')
}

const calculating = new Set(['BigInt', 'Number', 'isFinite', 'isNaN', 'parseFloat', 'parseInt'])

/** What a global function makes of its arguments. */
function placeOfArguments(callee: Node, { sourceCode }: FileFacts): Place | undefined {
  const isMember = callee.type === 'MemberExpression'
  const name = nameOf(isMember ? callee.object : callee) ?? ''
  if (variableAt(name, callee, sourceCode) !== undefined) return undefined
  if (!isMember) return name === 'Boolean' ? 'condition' : calculating.has(name) ? 'arithmetic' : undefined
  if (name === 'Math') return 'arithmetic'
  return name === 'Object' && /^(entries|keys|values)$/.test(keyOf(callee) ?? '') ? 'property' : undefined
}

function goesThrough(call: CallExpression): boolean {
  const { callee } = call
  if (callee.type !== 'MemberExpression') return false
  const name = `${nameOf(callee.object)}.${keyOf(callee)}`
  return name === 'Array.from' || name === 'Object.fromEntries' || name === 'Iterator.from'
}
