// What is asked of people before something is done.
import { Fragment, h } from './preact.js';
import { useId, useLayoutEffect, useRef, useState } from './hooks.js';
import { explain } from './api.js';
import { Trouble, announce } from './pieces.js';

let push = null;
let dialogs = 0;

/** Shows the dialog that `make(close)` draws, over everything, until it calls `close`. */
export const open = (make) => push?.({ id: dialogs++, make });

/** Where dialogs appear; one may ask for something while another waits. */
export function DialogPlace() {
  const [stack, setStack] = useState([]);
  // At once: a token may be wanted before effects are run.
  useLayoutEffect(() => {
    push = (dialog) => setStack((before) => [...before, dialog]);
    return () => (push = null);
  }, []);
  const close = (id) => setStack((before) => before.filter((dialog) => dialog.id !== id));
  return stack.map(({ id, make }) => h(Fragment, { key: id }, make(() => close(id))));
}

/** Traps the focus as long as it is there, and gives it back to where it was. */
export function Dialog({ title, onClose, children }) {
  const element = useRef(null);
  const mouseDownOn = useRef(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      // What had the focus may be what was deleted.
      const target = before?.isConnected && before !== document.body ? before : document.querySelector('h1');
      target?.focus();
    };
  }, []);
  return h(
    'dialog',
    {
      ref: element,
      'aria-labelledby': titleId,
      onCancel: (event) => {
        event.preventDefault();
        onClose();
      },
      // Chromium closes it the second time Escape is pressed, whatever is done about the first.
      onClose,
      onMouseDown: (event) => (mouseDownOn.current = event.target),
      onClick: (event) =>
        event.target === element.current && mouseDownOn.current === element.current && onClose(),
    },
    h('div', { class: 'dialog-body' }, h('h2', { id: titleId }, title), children),
  );
}

/**
 * A form in a dialog that does something and closes; what goes wrong is shown in it.
 *
 * @param act does it; the dialog stays until the promise is kept
 * @param ready whether what was entered will do
 * @param done what to announce when it is done
 */
export function ActionDialog({ title, verb, danger, act, ready, done, onDone, onClose, children }) {
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState(null);
  const gone = useRef(false);
  useLayoutEffect(() => () => (gone.current = true), []);

  async function submit(event) {
    event.preventDefault();
    if (!ready || pending) {
      return;
    }
    setPending(true);
    setTrouble(null);
    try {
      await act();
      announce(done);
      // Who has closed it meanwhile is somewhere else, and stays there.
      if (!gone.current) {
        onClose();
        onDone?.();
      }
    } catch (error) {
      if (gone.current) {
        open((close) => h(TroubleDialog, { title, trouble: explain(error), onClose: close }));
      } else {
        setPending(false);
        setTrouble(explain(error));
      }
    }
  }

  return h(
    Dialog,
    { title, onClose },
    h(
      'form',
      { onSubmit: submit },
      children,
      trouble && h(Trouble, null, trouble),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', onClick: onClose }, 'Cancel'),
        h(
          'button',
          { type: 'submit', class: danger ? 'danger' : 'primary', disabled: !ready || pending },
          verb,
        ),
      ),
    ),
  );
}

/** For what went wrong when nobody was waiting for it any more. */
const TroubleDialog = ({ title, trouble, onClose }) =>
  h(
    Dialog,
    { title, onClose },
    h(Trouble, null, trouble),
    h('div', { class: 'buttons' }, h('button', { type: 'button', onClick: onClose }, 'Close')),
  );

/** A field with its label above it. */
export function Field({ label, hint, value, onInput, type = 'text', ...more }) {
  const input = useRef(null);
  useLayoutEffect(() => input.current.focus(), []);
  return h(
    'label',
    { class: 'field' },
    h('span', { class: 'field-label' }, label),
    h('input', {
      ref: input,
      type,
      value,
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: false,
      onInput: (event) => onInput(event.currentTarget.value),
      ...more,
    }),
    hint && h('span', { class: 'hint' }, hint),
  );
}

const NAME = /^[.a-zA-Z0-9_-]+(#ephemeral)?$/;

/** Asks for the name of what is to be made. */
export function CreateDialog({ what, within, act, onDone, onClose }) {
  const [name, setName] = useState('');
  const good = NAME.test(name) && name.length <= 64;
  return h(
    ActionDialog,
    {
      title: within ? `New ${what} of ${within}` : `New ${what}`,
      verb: 'Create',
      ready: good,
      act: () => act(name),
      done: `Created the ${what} ${name}.`,
      onDone: () => onDone?.(name),
      onClose,
    },
    h(Field, {
      label: `Name of the ${what}`,
      hint: 'Up to 64 of a–z, A–Z, 0–9, dot, _ and -; #ephemeral may end it.',
      value: name,
      onInput: setName,
      maxLength: 64,
      'aria-invalid': name !== '' && !good,
    }),
  );
}

/** Has the name typed of what is to be deleted. */
export function DeleteDialog({ what, name, act, onDone, onClose, children }) {
  const [typed, setTyped] = useState('');
  return h(
    ActionDialog,
    {
      title: `Delete the ${what} ${name}?`,
      verb: `Delete ${what}`,
      danger: true,
      ready: typed === name,
      act,
      done: `Deleted the ${what} ${name}.`,
      onDone,
      onClose,
    },
    children,
    h(Field, { label: 'Type its name to confirm', value: typed, onInput: setTyped, placeholder: name }),
  );
}

/** Asks for a token; resolves with it, or with null. */
export const askPersonForToken = (again, show) =>
  new Promise((resolve) =>
    show((close) =>
      h(TokenDialog, {
        again,
        onToken: (token) => {
          close();
          resolve(token);
        },
      }),
    ),
  );

/** A header cannot have anything else in it, and no token has. */
const SENDABLE = /^[!-~]+$/;

function TokenDialog({ again, onToken }) {
  const [entered, setToken] = useState('');
  const token = entered.trim();
  const good = SENDABLE.test(token);
  const submit = (event) => {
    event.preventDefault();
    if (good) {
      onToken(token);
    }
  };
  return h(
    Dialog,
    { title: 'A token is needed', onClose: () => onToken(null) },
    h(
      'form',
      { onSubmit: submit },
      again
        ? h(Trouble, null, 'The token given is not known, or does not allow this.')
        : h('p', null, 'This daemon answers to those with a token.'),
      h('p', null, 'It is kept in this tab until that is closed or loaded anew.'),
      h(Field, {
        label: 'Token',
        type: 'password',
        value: entered,
        onInput: setToken,
        'aria-invalid': token !== '' && !good,
      }),
      token !== '' && !good && h(Trouble, null, 'A token has no blanks, and none but ASCII’s characters.'),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', onClick: () => onToken(null) }, 'Cancel'),
        h('button', { type: 'submit', class: 'primary', disabled: !good }, 'Use token'),
      ),
    ),
  );
}
