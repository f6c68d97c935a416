/** Tells what is being done, once that takes long enough for somebody to wonder. */
export interface Progress {
  step(name: string): void;
  /** Nothing more is said. */
  end(): void;
}

/** Milliseconds of silence before the first word. */
const PATIENCE = 700;

export function createProgress(write: (line: string) => void): Progress {
  let current = '';
  let speaking = false;
  const timer = setTimeout(() => {
    speaking = true;
    if (current !== '') write(`${current} ...`);
  }, PATIENCE);
  return {
    step(name) {
      current = name;
      if (speaking) write(`${name} ...`);
    },
    end: () => {
      clearTimeout(timer);
      speaking = false;
    },
  };
}
