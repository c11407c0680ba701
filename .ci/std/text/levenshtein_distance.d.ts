/** Counts the characters to insert, delete or replace from one text to the other. */
export function levenshteinDistance(str1: string, str2: string): number;
