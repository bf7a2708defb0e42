// Is the page light or dark?

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'theme';
const choices: readonly string[] = ['system', 'light', 'dark'] satisfies ThemeChoice[];
const system = matchMedia('(prefers-color-scheme: dark)');

class Theme {
  choice = $state<ThemeChoice>('system');

  /** Paints the document now and whenever the system changes. */
  start(): void {
    const kept = localStorage.getItem(KEY) ?? '';
    if (choices.includes(kept)) this.choice = kept as ThemeChoice;
    system.addEventListener('change', () => this.paint());
    this.paint();
  }

  /** Keeps what the person chose for this browser. */
  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(KEY, choice);
    this.paint();
  }

  private paint(): void {
    const own = system.matches ? 'dark' : 'light';
    document.documentElement.dataset['theme'] = this.choice === 'system' ? own : this.choice;
  }
}

export const theme = new Theme();
