/**
 * Puts `yield*` before an expression. It binds weakest of all but the comma, so it gets parentheses wherever its place
 * takes less than an assignment, and stands before the last part of a sequence.
 */

import { type Node, unwrap } from '../base/node.ts'
import type { Fix, Fixer, SourceCode } from '../base/rule.ts'

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
