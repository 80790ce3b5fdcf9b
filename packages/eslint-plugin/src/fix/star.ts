/**
 * Puts `yield*` before an expression. It binds weakest of all but the comma, so it gets parentheses wherever
 * its place takes less than an assignment, and stands before the last part of a sequence.
 */

import { type Node, unwrap, wrapped } from '../base/node.ts'
import type { Fix, Fixer, SourceCode } from '../base/rule.ts'
import type { FileFacts } from '../facts/for-file.ts'

type YieldExpression = Extract<Node, { type: 'YieldExpression' }>

export function star(node: Node, fixer: Fixer, sourceCode: SourceCode): Fix[] {
  const bare = unwrap(node)
  const last = bare.type === 'SequenceExpression' ? bare.expressions.at(-1) : undefined
  if (last) return star(last, fixer, sourceCode)
  const { parent } = node
  // `void load()`: the star takes the place of `void`.
  const isVoid = parent?.type === 'UnaryExpression' && parent.operator === 'void'
  const outer = isVoid ? parent : node
  const [bracket, close] = needsParentheses(outer, sourceCode) ? ['(', ')'] : ['', '']
  const open = bracket !== '' && continuesLine(outer, sourceCode) ? `;${bracket}` : bracket
  const closing = close === '' ? [] : [fixer.insertTextAfterRange(outer.range, close)]
  if (!isVoid) return [fixer.insertTextBeforeRange(outer.range, `${open}yield* `), ...closing]
  const keyword: [number, number] = [outer.range[0], outer.range[0] + 'void'.length]
  return [fixer.replaceTextRange(keyword, `${open}yield*`), ...closing]
}

function needsParentheses(node: Node, sourceCode: SourceCode): boolean {
  const { parent } = node
  switch (parent?.type) {
    case 'ExpressionStatement':
    case 'VariableDeclarator':
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ArrayExpression':
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'SwitchStatement':
    case 'SwitchCase':
    case 'SequenceExpression':
    case 'Property':
    case 'TemplateLiteral':
    case 'SpreadElement':
    case 'YieldExpression':
      return false
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node && !isParenthesised(node, sourceCode)
    case 'MemberExpression':
      return parent.object === node && !isParenthesised(node, sourceCode)
    case 'ConditionalExpression':
      return parent.test === node && !isParenthesised(node, sourceCode)
    default:
      return !isParenthesised(node, sourceCode)
  }
}

/**
 * The `yield*` right before the node that takes more than the node: `yield* count() + 1` adds first.
 * Undefined if what it takes may be awaited as a whole.
 */
export function tooWide(node: Node, { sourceCode, facts }: FileFacts): YieldExpression | undefined {
  if (sourceCode.getTokenBefore(node)?.value !== '*') return undefined
  let child = node
  for (let { parent } = node; parent; child = parent, parent = parent.parent) {
    if (parent.type === 'YieldExpression') {
      const isMeant = child === wrapped(node) || facts.of(child).kind !== undefined
      return parent.delegate && !isMeant ? parent : undefined
    }
    if (parent.range[0] !== node.range[0]) return undefined
  }
  return undefined
}

/** Gives that `yield*` the node alone: `(yield* count()) + 1`. */
export function narrow(outer: YieldExpression, node: Node, fixer: Fixer, sourceCode: SourceCode): Fix[] {
  const open = continuesLine(outer, sourceCode) ? ';(' : '('
  return [fixer.insertTextBeforeRange(outer.range, open), fixer.insertTextAfterRange(node.range, ')')]
}

/** Would a bracket here go on with the statement before, which ends without a semicolon? */
function continuesLine(node: Node, sourceCode: SourceCode): boolean {
  let statement: Node | undefined = node
  while (statement && statement.type !== 'ExpressionStatement') statement = statement.parent
  if (statement?.range[0] !== node.range[0]) return false
  const { parent } = statement
  const siblings: readonly Node[] =
    parent?.type === 'SwitchCase'
      ? parent.consequent
      : parent && 'body' in parent && Array.isArray(parent.body)
        ? parent.body
        : []
  const before = siblings[siblings.indexOf(statement) - 1]
  return before !== undefined && sourceCode.getLastToken(before)?.value !== ';'
}

function isParenthesised(node: Node, sourceCode: SourceCode): boolean {
  return sourceCode.getTokenBefore(node)?.value === '(' && sourceCode.getTokenAfter(node)?.value === ')'
}
