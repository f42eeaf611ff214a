import { signal } from '@preact/signals';
import type { Teller } from './prompts.ts';

const KEY = 'evenpace.voice';

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

/** Whether prompts are spoken. Remembered on this phone. */
export const voiceOn = signal(typeof localStorage === 'undefined' ? false : remembered());

export function setVoice(on: boolean): void {
  voiceOn.value = on;
  if (!on) globalThis.speechSynthesis?.cancel();
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

/** The browser's voice and vibration; both are missing on some phones, and then the screen alone speaks. */
export const browserTeller: Teller = {
  speak: (text) => {
    const synthesis = globalThis.speechSynthesis;
    if (!voiceOn.value || synthesis === undefined) return;
    synthesis.cancel();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = document.documentElement.lang || 'en';
    synthesis.speak(utterance);
  },
  vibrate: (patternMs) => {
    if (patternMs.length > 0) navigator.vibrate?.([...patternMs]);
  },
};
