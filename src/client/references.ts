import { commands, Location, Position, Uri } from 'vscode';

/**
 * Shows what names the thing whose id stands at a place: `address` and `{ line, character }`, as a lens says it. It is looked for only now, since a role
 * may have thousands of references.
 */
export async function showReferences(address: unknown, place: unknown): Promise<void> {
  if (typeof address !== 'string' || !isPlace(place)) return;
  const uri = Uri.parse(address), position = new Position(place.line, place.character);
  const found = await commands.executeCommand<Location[] | undefined>('vscode.executeReferenceProvider', uri, position) ?? [];
  const others = found.filter(location => location.uri.toString() !== uri.toString() || !location.range.contains(position));
  await commands.executeCommand('editor.action.showReferences', uri, position, others);
}

function isPlace(value: unknown): value is { line: number; character: number } {
  if (typeof value !== 'object' || value === null || !('line' in value) || !('character' in value)) return false;
  return typeof value.line === 'number' && typeof value.character === 'number';
}
