// Docstrings write names as code, `TaskGroup`, as asyncio's documentation does, and not as {@link TaskGroup},
// which reads badly in an editor that shows the source. In the reference such a name becomes a link where it
// can mean only one thing: a member of the class it stands in, else an export of its module, else one of
// core.
//
// A name may as well be a parameter or an option (`timeout`, `context`): it is linked only if nothing of that
// kind in its module, and no option of any, is called so.

import {
  type CommentDisplayPart,
  type Context,
  type DeclarationReflection,
  type Reflection,
  ReflectionKind,
} from 'typedoc'

type Names = Map<string, Reflection>

export function linkNames({ project }: Context): void {
  const core = exportsOf(project.children?.find(({ name }) => name === '@acoro/core'))
  const options = project
    .getReflectionsByKind(ReflectionKind.Property)
    .filter(({ parent }) => parent?.name.endsWith('Options'))
  for (const module of project.children ?? []) {
    const names: Names = new Map([...core, ...exportsOf(module)])
    for (const { name } of [...options, ...inside(module)]) names.delete(name)
    linkBelow(module, names)
  }
}

function exportsOf(module: DeclarationReflection | undefined): Names {
  return new Map(module?.children?.map((child) => [child.name, targetOf(child)]))
}

function targetOf(reflection: Reflection): Reflection {
  return reflection.isReference() ? (reflection.tryGetTargetReflectionDeep() ?? reflection) : reflection
}

/** Parameters, properties and type parameters. */
function inside(parent: Reflection): Reflection[] {
  const kinds = ReflectionKind.Parameter | ReflectionKind.Property | ReflectionKind.TypeParameter
  const found = parent.kindOf(kinds) ? [parent] : []
  parent.traverse((child) => {
    found.push(...inside(child))
  })
  return found
}

function linkBelow(parent: Reflection, names: Names): void {
  parent.traverse((reflection) => {
    const { comment } = reflection
    if (comment) {
      const link = (part: CommentDisplayPart): CommentDisplayPart => linked(part, reflection, names)
      comment.summary = comment.summary.map(link)
      for (const tag of comment.blockTags) if (tag.tag !== '@example') tag.content = tag.content.map(link)
    }
    const members = reflection.kindOf(ReflectionKind.ClassOrInterface) ? methodsOf(reflection) : []
    linkBelow(reflection, members.length > 0 ? new Map([...names, ...members]) : names)
  })
}

function methodsOf(owner: Reflection): [string, Reflection][] {
  const found: [string, Reflection][] = []
  owner.traverse((member) => {
    if (member.kindOf(ReflectionKind.Method)) found.push([member.name, member])
  })
  return found
}

function linked(part: CommentDisplayPart, from: Reflection, names: Names): CommentDisplayPart {
  const [, text = '', name = ''] = (part.kind === 'code' && /^`((\w+)(?:\(\))?)`$/.exec(part.text)) || []
  const target = names.get(name)
  // No link to the page one is on: a function's docstring belongs to its signature.
  if (!target || target === from || target === from.parent) return part
  return { kind: 'inline-tag', tag: '@linkcode', text, target }
}
