// Turns an example into a module that checks what its comments claim:
//
//   statement // => value           the value of the expression, or what the declared names hold
//   statement // throws Name: text  that it throws (`…` stands for any text; «: text» may be left out)
//   … // prints: line               the lines that console.log prints, in the order of these comments
//
// Text is only inserted, never a line, so a stack trace names the right line of the block. An example with a
// `yield*` of its own at the top is the body of a coroutine: it is wrapped in `await run(function* () { …
// })`.

import { parseSync } from 'oxc-parser'
import type { Example } from './extract.ts'

/** What an `@example` may use without importing it: name → where it comes from. */
export type Importable = ReadonlyMap<string, { specifier: string; typeOnly: boolean }>

export interface Module {
  code: string
  /** The lines it says it prints. */
  prints: string[]
  /** Where it claims a value or a throw: each has to be reached. */
  claims: string[]
}

interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

type Insertion = [position: number, text: string]

const IMPORTS = /^(?:[ \t]*\n|[ \t]*\/\/.*\n|[ \t]*import\b[^'"]*['"][^'"]+['"];?.*\n)+/

export function transform(example: Example, harness: string, importable: Importable = new Map()): Module {
  const { code, program, comments, wrapped } = shape(example)
  const nodes = nodesOf(program)
  const prints: string[] = []
  const claims: string[] = []
  const insertions: Insertion[] = []
  for (const comment of comments) {
    const claim = /^\s*(=>|throws\b:?|prints:) ?(.*)$/.exec(comment.value)
    if (comment.type !== 'Line' || !claim) continue
    const [, kind, text = ''] = claim
    if (kind === 'prints:') {
      prints.push(text.trimEnd())
      continue
    }
    const where = `${example.file}:${example.line + code.slice(0, comment.start).split('\n').length - 1}`
    const statement = statementBefore(code, nodes, comment.start)
    if (!statement) throw new Error(`${where}: expected a statement before «//${comment.value}»`)
    claims.push(where)
    insertions.push(...(kind === '=>' ? valueClaim : throwsClaim)(code, statement, text.trim(), where))
  }
  const head = [
    `import * as __example from '${harness}'`,
    ...(wrapped ? ["import { run as __run } from '@acoro/core'"] : []),
    ...(example.docstring ? missingImports(nodes, importable).map(importLine) : []),
  ]
  return {
    code: `${head.join('; ')}; void __example; ${insert(code, insertions)}\nexport {}\n`,
    prints,
    claims,
  }
}

function shape({ code, file, line }: Example): ReturnType<typeof parse> & { code: string; wrapped: boolean } {
  const plain = parse(code)
  const [error] = plain.errors
  if (error) throw new Error(`${file}:${line}: ${error.message}`)
  // Outside a generator the parser takes `yield* x` for a product with a variable of that name.
  const yields = nodesOf(plain.program).some((node) => node.type === 'Identifier' && node.name === 'yield')
  if (!yields) return { ...plain, code, wrapped: false }
  const imports = IMPORTS.exec(code)?.[0] ?? ''
  const body = `${imports}await __run(function* () { ${code.slice(imports.length)}\n})`
  return { ...parse(body), code: body, wrapped: true }
}

function parse(code: string): { program: Node; comments: Comment[]; errors: { message: string }[] } {
  const { program, comments, errors } = parseSync('example.ts', code, { sourceType: 'module' })
  return { program: program as unknown as Node, comments, errors }
}

interface Comment {
  type: string
  value: string
  start: number
  end: number
}

function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(nodesOf)
  return 'type' in value && 'start' in value ? [value as Node, ...inner] : inner
}

/** The statement that ends just before the comment, on its line; of several the innermost. */
function statementBefore(code: string, nodes: Node[], position: number): Node | undefined {
  return nodes
    .filter((node) => /^(ExpressionStatement|VariableDeclaration|ReturnStatement)$/.test(node.type))
    .filter((node) => node.end <= position && /^[ \t;]*$/.test(code.slice(node.end, position)))
    .sort((a, b) => b.start - a.start)[0]
}

function valueClaim(code: string, statement: Node, value: string, where: string): Insertion[] {
  if (parse(`void (${value})`).errors.length > 0) {
    throw new Error(`${where}: expected a JavaScript expression after // =>, got «${value}»`)
  }
  const check = (target: Node): Insertion[] => [
    [target.start, '__example.equal('],
    [target.end, `, (${value}), '${where}')`],
  ]
  if (statement.type !== 'VariableDeclaration')
    return check((statement.expression ?? statement.argument) as Node)
  const names = (statement.declarations as { id: Node }[]).map(({ id }) => {
    const annotation = id.typeAnnotation as Node | null | undefined
    return code.slice(id.start, annotation ? annotation.start : id.end)
  })
  if (names.length !== 1) throw new Error(`${where}: expected one declaration before // =>`)
  return [[statement.end, `; __example.equal((${names[0]}), (${value}), '${where}')`]]
}

function throwsClaim(_code: string, statement: Node, expected: string, where: string): Insertion[] {
  const claim = JSON.stringify(expected)
  return [
    [statement.start, '{ let __thrown: { error: unknown } | undefined; try { '],
    [
      statement.end,
      ` } catch (error) { __thrown = { error } } __example.thrown(__thrown, ${claim}, '${where}') }`,
    ],
  ]
}

/** Insertions at one place come out in the order in which they were asked for. */
function insert(code: string, insertions: Insertion[]): string {
  return [...insertions]
    .sort((a, b) => b[0] - a[0])
    .reduce((text, [at, piece]) => text.slice(0, at) + piece + text.slice(at), code)
}

interface Missing {
  name: string
  specifier: string
  typeOnly: boolean
}

function importLine({ name, specifier, typeOnly }: Missing): string {
  return `import ${typeOnly ? 'type ' : ''}{ ${name} } from '${specifier}'`
}

/** The `@example` with the imports that it leaves out, as somebody has to write it. */
export function withImports(example: Example, importable: Importable): string {
  const missing = missingImports(nodesOf(shape(example).program), importable)
  if (missing.length === 0) return example.code
  const specifiers = [...new Set(missing.map(({ specifier }) => specifier))].sort()
  const lines = specifiers.map((from) => {
    const names = missing.filter(({ specifier }) => specifier === from)
    const sorted = names.sort((a, b) => a.name.localeCompare(b.name, 'en'))
    return `import { ${sorted.map(({ name, typeOnly }) => (typeOnly ? `type ${name}` : name)).join(', ')} } from '${from}'`
  })
  const hasImports = /^import\b/.test(example.code)
  return `${lines.join('\n')}\n${hasImports ? '' : '\n'}${example.code}`
}

function missingImports(nodes: Node[], importable: Importable): Missing[] {
  const declared = new Set<unknown>()
  const skipped = new Set<unknown>()
  for (const node of nodes) {
    for (const key of ['id', 'local', 'param', 'params'])
      for (const name of bound(node[key])) declared.add(name)
    if (node.type === 'MemberExpression' && !node.computed) skipped.add(node.property)
    if (node.type === 'Property' && !node.computed && !node.shorthand) skipped.add(node.key)
  }
  const used = new Set(
    nodes.filter((n) => n.type === 'Identifier' && !skipped.has(n)).map((n) => String(n.name)),
  )
  return [...used].flatMap((name) => {
    const from = importable.get(name)
    if (!from || declared.has(name)) return []
    return [{ name, ...from }]
  })
}

/** The names a pattern binds, without those in its types and its default values. */
function bound(pattern: unknown): unknown[] {
  if (Array.isArray(pattern)) return pattern.flatMap(bound)
  if (typeof pattern !== 'object' || pattern === null) return []
  if ('type' in pattern && pattern.type === 'Identifier') return [(pattern as Node & { name: unknown }).name]
  const inner = Object.entries(pattern).filter(([key]) => !['typeAnnotation', 'right', 'key'].includes(key))
  return inner.flatMap(([, value]) => bound(value))
}
