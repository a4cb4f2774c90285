/** Quick picks and input boxes as steps of one flow: each has its number, can be gone back from, and ends with Escape. */
import { type Disposable, type QuickInputButton, QuickInputButtons, type QuickPickItem, window } from 'vscode';

/** What a step came to: an answer, the wish to go back, or the end of the flow. */
export type Answer<T> = { readonly value: T } | 'back' | undefined;

export interface Step {
  readonly title: string;
  /** From 1; the first has no way back. */
  readonly number: number;
  readonly total: number;
}

export interface PickStep<I extends QuickPickItem> extends Step {
  readonly items: readonly I[];
  readonly placeholder: string;
  readonly active?: I | undefined;
}

export function pickOne<I extends QuickPickItem>(step: PickStep<I>): Promise<Answer<I>> {
  return ask(step, finish => {
    const input = quickPick(step);
    const { active } = step;
    if (active) input.activeItems = [active];
    input.onDidAccept(() => {
      const [chosen] = input.selectedItems;
      if (chosen) finish({ value: chosen });
    });
    return input;
  });
}

export interface PickSomeStep<I extends QuickPickItem> extends PickStep<I> {
  readonly picked: readonly I[];
  /** Says why these cannot be taken; undefined where they can. */
  readonly refuse: (chosen: readonly I[]) => string | undefined;
}

export function pickSome<I extends QuickPickItem>(step: PickSomeStep<I>): Promise<Answer<readonly I[]>> {
  return ask(step, finish => {
    const input = quickPick(step);
    input.canSelectMany = true;
    input.selectedItems = step.picked;
    input.onDidAccept(() => {
      const chosen = [...input.selectedItems];
      const refusal = step.refuse(chosen);
      if (refusal === undefined) finish({ value: chosen });
      else void window.showWarningMessage(refusal);
    });
    return input;
  });
}

export interface TextStep extends Step {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** Says what is wrong with a text; undefined where nothing is. */
  readonly validate: (text: string) => string | undefined;
}

export function enterText(step: TextStep): Promise<Answer<string>> {
  return ask(step, finish => {
    const input = window.createInputBox();
    const { prompt, placeholder, value, validate } = step;
    Object.assign(input, { prompt, placeholder, value });
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    input.onDidAccept(() => {
      const text = input.value.trim();
      input.validationMessage = validate(text);
      if (input.validationMessage === undefined) finish({ value: text });
    });
    return input;
  });
}

function quickPick<I extends QuickPickItem>({ items, placeholder }: PickStep<I>) {
  const input = window.createQuickPick<I>();
  Object.assign(input, { items, placeholder, matchOnDescription: true, matchOnDetail: true });
  return input;
}

export interface Shown extends Disposable {
  title: string | undefined;
  step: number | undefined;
  totalSteps: number | undefined;
  ignoreFocusOut: boolean;
  buttons: readonly QuickInputButton[];
  readonly onDidTriggerButton: (listener: (button: QuickInputButton) => unknown) => Disposable;
  readonly onDidHide: (listener: () => unknown) => Disposable;
  show(): void;
}

/** Shows what `make` made until it finishes, is gone back from, or is closed. */
export function ask<T>(
  { title, number, total }: Step,
  make: (finish: (answer: Answer<T>) => void) => Shown,
): Promise<Answer<T>> {
  return new Promise(resolve => {
    let input: Shown | undefined;
    const finish = (answer: Answer<T>): void => {
      resolve(answer);
      input?.dispose();
    };
    input = make(finish);
    // one looks at other windows for a reason's address, and at the preview
    Object.assign(input, { title, step: number, totalSteps: total, ignoreFocusOut: true });
    if (number > 1) input.buttons = [QuickInputButtons.Back];
    input.onDidTriggerButton(button => {
      if (button === QuickInputButtons.Back) finish('back');
    });
    input.onDidHide(() => finish(undefined));
    input.show();
  });
}
