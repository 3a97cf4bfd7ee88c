"""The folder: read, check and start a season that a person keeps with an editor and a spreadsheet."""
