// What TypeScript has to say but readers need not know. A method of a class that begins with an underscore is
// called by the loop alone, although it is no `@internal`, because an interface of `lowlevel` asks for it.
// (Protected ones are for subclasses: asyncio's `_put` and `_get`.) A parameter begins with one where its
// default implementation does not use it, and has no name at all where it is taken apart on the spot, which
// only options are. Overloads share their docstring, which is shown once.

import { Comment, type Context, type DeclarationReflection, ReflectionKind } from 'typedoc'

export function tidy({ project }: Context): void {
  for (const member of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
    const ofClass = member.parent?.kindOf(ReflectionKind.Class)
    if (ofClass && member.name.startsWith('_') && !member.flags.isProtected) project.removeReflection(member)
  }
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
    parameter.name =
      parameter.name === '__namedParameters' ? 'options' : parameter.name.replace(/^_(?!_)/, '')
  }
  for (const reflection of project.getReflectionsByKind(ReflectionKind.FunctionOrMethod)) {
    const [first, ...others] = (reflection as DeclarationReflection).signatures ?? []
    for (const { comment } of others) {
      if (comment && first?.comment && textOf(comment) === textOf(first.comment)) {
        comment.summary = []
        comment.blockTags = comment.blockTags.filter(({ tag }) => tag === '@param')
      }
    }
  }
}

function textOf(comment: Comment): string {
  return Comment.combineDisplayParts(comment.summary)
}
