import type { CodeBase, Declaration, Reads, Source, Use } from "./language";
import { below, importersOf } from "./trace";
import { outsideUses, usesOf } from "./uses";

/** Where a declared value arrives under all its names: constants that hold a setting's name. */

/** Every use of a declaration and of the names it goes on by, and what goes away with them. `lost` where one is unknown. */
export function arrivals(declaration: Declaration, source: Source, base: CodeBase, seen = new Set<number>()): Reads {
  const uses: Use[] = [];
  const removes: { readonly source: Source; readonly edits: Declaration["removes"] }[] = [
    { source, edits: declaration.removes },
  ];
  let lost: Reads["lost"];
  const goOn = (next: Declaration, where: Source): void => {
    if (seen.has(next.nameNode.id)) return;
    seen.add(next.nameNode.id);
    const found = arrivals(next, where, base, seen);
    uses.push(...found.uses);
    removes.push(...found.removes);
    lost ??= found.lost;
  };
  for (const use of [...usesOf(declaration, source), ...outsideUses(declaration, source, base)]) {
    const { language } = use.source;
    if (use.rest.length === 0) uses.push(use);
    else if (language.isExport?.(use.node) !== true) {
      const unpacked = language.unpack?.(use.node, use.rest, use.source);
      const alias = unpacked === undefined ? language.declaration(use.node, use.source) : undefined;
      const next = unpacked ?? (alias === undefined ? undefined : below(alias, use.rest));
      if (next === undefined) lost ??= use;
      else goOn(next, use.source);
    }
  }
  const { brought, module } = source.language;
  if (module !== undefined && declaration.scope.parent === null) {
    for (const other of importersOf(source, module(source), base))
      for (const one of brought?.(other, declaration, source) ?? [])
        if ("removes" in one) goOn(one, other);
        else lost ??= { node: one, source: other };
  }
  return { uses, removes, ...(lost === undefined ? {} : { lost }) };
}
