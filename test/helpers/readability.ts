/** Vowel groups, without a silent e at the end; at least one. A rule of thumb, right for some nine words of ten. */
export function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const groups = letters.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, '').match(/[aeiouy]{1,2}/g);
  return Math.max(1, groups?.length ?? 1);
}

/**
 * Age at which a text reads easily: Flesch-Kincaid grade (Kincaid et al. 1975, 0.39 words per sentence + 11.8 syllables per word
 * - 15.59) plus the five years before school. Numbers count as words of one syllable. At least 5.
 */
export function readingAge(text: string): number {
  const sentences = text.split(/[.!?]+(?:\s|$)/).filter((sentence) => sentence.trim() !== '').length;
  const words = text.split(/\s+/).filter((word) => /[a-z0-9]/i.test(word));
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return Math.max(5, (0.39 * words.length) / Math.max(1, sentences) + (11.8 * syllables) / words.length - 15.59 + 5);
}
