import type { InstalledModel } from '../../src-main/contract/app-state.ts';
import { texts } from '../../src-main/texts/index.ts';

/** A model as it is listed: by its title, and by its name where the title alone is not enough. */
export function modelLabel({ name, title, isShipped }: InstalledModel, all: readonly InstalledModel[]): string {
  const isAlone = all.filter((other) => other.title === title).length === 1;
  return isShipped && isAlone ? title : texts.settings.namedModel({ name, title });
}

/** A typed record as choices for a control. */
export function choicesOf<Value extends string>(
  names: Readonly<Record<Value, string>>,
): readonly { readonly value: Value; readonly label: string }[] {
  return (Object.keys(names) as Value[]).map((value) => ({ value, label: names[value] }));
}
