module ichor/imports/readers

go 1.24
