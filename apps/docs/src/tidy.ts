// What TypeScript has to say but readers need not know. A method of a class that begins with an underscore is called by
// the loop alone, although it is no `@internal`, because an interface of `lowlevel` asks for it. (Protected ones are
// for subclasses: asyncio's `_put` and `_get`.) A parameter begins with one where its default implementation does not
// use it, and has no name at all where it is taken apart on the spot, which only options are.

import { type Context, ReflectionKind } from 'typedoc'

export function tidy({ project }: Context): void {
  for (const member of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
    const ofClass = member.parent?.kindOf(ReflectionKind.Class)
    if (ofClass && member.name.startsWith('_') && !member.flags.isProtected) project.removeReflection(member)
  }
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
    parameter.name =
      parameter.name === '__namedParameters' ? 'options' : parameter.name.replace(/^_(?!_)/, '')
  }
}
